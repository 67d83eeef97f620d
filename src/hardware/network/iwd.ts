import { BAR_LIMITS_DBM, isPassphrase, type SignalBars } from '../../domain/network/wifi.ts';
import { failure, success, type Result } from '../../domain/result.ts';
import type { FoundNetwork, NetworkFault, WifiState } from '../../ports/network/network.ts';
import type { Clock } from '../../ports/system/clock.ts';
import { IwdAgent } from './iwd-agent.ts';
import { faultOf } from './iwd-faults.ts';
import { IwdObjects, type NetworkObject } from './iwd-objects.ts';
import type { BusFault, SystemBus } from './system-bus.ts';

export const IWD = 'net.connman.iwd';
const STATION = `${IWD}.Station`;
/** A network that does not answer is given up by iwd after some 30 s. */
const CONNECT_TIMEOUT_MS = 60_000;
const SCAN_TIMEOUT_MS = 15_000;
const SCAN_LOOK_MS = 250;

/** Wi-Fi by iwd. What it told last is kept here; every signal of its makes us ask anew for all of it, a few kB. */
export class Iwd {
  readonly #bus: SystemBus;
  readonly #clock: Clock;
  readonly #changed: () => void;
  readonly #agent: IwdAgent;
  #objects = IwdObjects.NONE;
  #bars: SignalBars = 0;
  /** A question is under way; null when none is. */
  #asking: Promise<void> | null = null;
  #askAgain = false;

  /** @param changed called after what `state` tells may have changed. */
  constructor(bus: SystemBus, clock: Clock, changed: () => void) {
    this.#bus = bus;
    this.#clock = clock;
    this.#changed = changed;
    this.#agent = new IwdAgent(bus, (level) => {
      this.#bars = level;
      changed();
    });
  }

  get state(): WifiState {
    return this.#objects.state(this.#bars);
  }

  /** iwd said that something changed, came or went. */
  heard(): void {
    void this.#ask();
  }

  async scan(): Promise<Result<readonly FoundNetwork[], NetworkFault>> {
    await this.#ask();
    const { station } = this.#objects;
    if (station === null) return failure('no-wifi');
    const looked = await this.#onStation(station, 'Scan');
    // Busy: it looks around already.
    if (!looked.ok && !/\.(?:Busy|InProgress)$/.test(looked.error.name ?? '')) return failure('failed');
    await this.#untilLooked();
    return success(await this.#ordered(station));
  }

  async join(name: string, passphrase: string | null): Promise<Result<void, NetworkFault>> {
    if (passphrase !== null && !isPassphrase(passphrase)) return failure('passphrase-unfit');
    await this.#ask();
    if (this.#objects.station === null) return failure('no-wifi');
    if (this.#objects.network(name) === null) {
      const looked = await this.scan();
      if (!looked.ok) return looked;
    }
    const network = this.#objects.network(name);
    return network === null ? this.#joinHidden(name, passphrase) : this.#joinSeen(network, passphrase);
  }

  async #joinSeen(network: NetworkObject, passphrase: string | null): Promise<Result<void, NetworkFault>> {
    const { path, name, security, isKnown } = network;
    if (security === 'other') return failure('not-supported');
    if (security === 'passphrase' && passphrase === null && !isKnown) return failure('passphrase-needed');
    const joined = await this.#connect(path, passphrase);
    // What was stored may be the old passphrase: the new one is taken only after it has failed.
    if (joined.ok || !isKnown || passphrase === null || joined.error === 'failed') return joined;
    const forgotten = await this.forget(name);
    return forgotten.ok ? this.#connect(path, passphrase) : forgotten;
  }

  async forget(name: string): Promise<Result<void, NetworkFault>> {
    await this.#ask();
    const known = this.#objects.known(name);
    if (known.length === 0) return failure('not-found');
    for (const path of known) {
      const forgotten = await this.#bus.call({
        service: IWD,
        path,
        interface: `${IWD}.KnownNetwork`,
        member: 'Forget',
      });
      if (!forgotten.ok) return failure('failed');
    }
    await this.#ask();
    return success(undefined);
  }

  async #connect(path: string, passphrase: string | null): Promise<Result<void, NetworkFault>> {
    const call = { service: IWD, path, interface: `${IWD}.Network`, member: 'Connect', timeoutMs: CONNECT_TIMEOUT_MS };
    const joined = await this.#agent.with(passphrase, () => this.#bus.call(call));
    return this.#joined(joined, passphrase);
  }

  /** A network that does not tell its name must be asked for by it. */
  async #joinHidden(name: string, passphrase: string | null): Promise<Result<void, NetworkFault>> {
    const { station } = this.#objects;
    if (station === null) return failure('no-wifi');
    const asked = () => this.#onStation(station, 'ConnectHiddenNetwork', 's', [name], CONNECT_TIMEOUT_MS);
    return this.#joined(await this.#agent.with(passphrase, asked), passphrase);
  }

  async #joined(joined: Result<unknown, BusFault>, passphrase: string | null): Promise<Result<void, NetworkFault>> {
    await this.#ask();
    return joined.ok ? success(undefined) : failure(faultOf(joined.error, passphrase !== null));
  }

  async #ordered(station: string): Promise<readonly FoundNetwork[]> {
    await this.#ask();
    const ordered = await this.#onStation(station, 'GetOrderedNetworks');
    return ordered.ok ? this.#objects.found(ordered.value) : [];
  }

  /** iwd tells the end of a scan by a signal; it is looked for here too, for a scan that ended before we listened. */
  async #untilLooked(): Promise<void> {
    const lastMs = this.#clock.monotonicMs() + SCAN_TIMEOUT_MS;
    do {
      await new Promise<void>((resolve) => {
        this.#clock.startTimer(SCAN_LOOK_MS, resolve);
      });
      await this.#ask();
    } while (this.#objects.isScanning && this.#clock.monotonicMs() < lastMs);
  }

  async #onStation(
    path: string,
    member: string,
    signature?: string,
    body?: readonly unknown[],
    timeoutMs?: number,
  ): Promise<Result<unknown, BusFault>> {
    const args = signature === undefined || body === undefined ? {} : { signature, body };
    const limit = timeoutMs === undefined ? {} : { timeoutMs };
    return this.#bus.call({ service: IWD, path, interface: STATION, member, ...args, ...limit });
  }

  /** One question at a time: signals come in swarms. Settles when an answer is there that was asked for after the call. */
  async #ask(): Promise<void> {
    if (this.#asking !== null) {
      this.#askAgain = true;
      return this.#asking;
    }
    this.#asking = this.#askUntilNews();
    await this.#asking;
  }

  async #askUntilNews(): Promise<void> {
    do await this.#askOnce();
    while (this.#askAgain);
    this.#asking = null;
    this.#changed();
  }

  async #askOnce(): Promise<void> {
    this.#askAgain = false;
    const told = await this.#bus.call({
      ...{ service: IWD, path: '/', interface: 'org.freedesktop.DBus.ObjectManager' },
      member: 'GetManagedObjects',
    });
    const before = this.#objects;
    this.#objects = told.ok ? new IwdObjects(told.value) : IwdObjects.NONE;
    const { station, connected } = this.#objects;
    // A station that is new, or iwd itself is, knows nothing of us.
    if (station !== null && station !== before.station) await this.#agent.register(station, BAR_LIMITS_DBM);
    if (station !== null && connected !== before.connected) await this.#measure(station);
  }

  /** iwd tells of the strength when it crosses a limit, and not what it is at first. */
  async #measure(station: string): Promise<void> {
    const ordered = await this.#onStation(station, 'GetOrderedNetworks');
    const found = ordered.ok ? this.#objects.found(ordered.value) : [];
    this.#bars = found.find(({ isConnected }) => isConnected)?.bars ?? 0;
  }
}
