import { ChangeListeners } from '../../domain/change-listeners.ts';
import { failure, success, type Result } from '../../domain/result.ts';
import type { FoundNetwork, Network, NetworkFault, NetworkState } from '../../ports/network/network.ts';
import type { Clock, Timer } from '../../ports/system/clock.ts';
import type { DeviceFiles } from '../kernel/device-files.ts';
import { Iwd, IWD } from './iwd.ts';
import { readPaths, type ReadAddresses } from './links.ts';
import { RadioSwitch } from './radio-switch.ts';
import type { SystemBus } from './system-bus.ts';

const NETWORKD = 'org.freedesktop.network1';
/** networkd tells of a change before the kernel has given or taken the last address. */
const LOOK_AGAIN_MS = 500;
/** Without the bus nobody tells of a change. */
const LOOK_WITHOUT_BUS_MS = 30_000;

export interface SystemNetworkParts {
  readonly bus: SystemBus;
  readonly files: DeviceFiles;
  readonly readAddresses: ReadAddresses;
  readonly clock: Clock;
}

/** Links of the kernel, addresses by systemd-networkd, Wi-Fi by iwd, flight mode by rfkill. Asleep while nothing changes. */
export class SystemNetwork implements Network {
  readonly #parts: SystemNetworkParts;
  readonly #wifi: Iwd;
  readonly #radios: RadioSwitch;
  readonly #listeners = new ChangeListeners();
  #state: NetworkState;
  #timer: Timer | null = null;
  #isClosed = false;

  constructor(parts: SystemNetworkParts) {
    this.#parts = parts;
    this.#radios = new RadioSwitch(parts.files);
    this.#wifi = new Iwd(parts.bus, parts.clock, () => {
      this.#look();
    });
    this.#state = this.#read();
    parts.bus.follow([IWD], () => {
      this.#wifi.heard();
    });
    parts.bus.follow([NETWORKD], () => {
      this.#look();
      this.#lookIn(LOOK_AGAIN_MS);
    });
    this.#lookIn(LOOK_WITHOUT_BUS_MS);
  }

  get state(): NetworkState {
    return this.#state;
  }

  onChange(listener: () => void): () => void {
    return this.#listeners.add(listener);
  }

  async scan(): Promise<Result<readonly FoundNetwork[], NetworkFault>> {
    return this.#unlessClosed(() => this.#wifi.scan());
  }

  async join(name: string, passphrase: string | null): Promise<Result<void, NetworkFault>> {
    return this.#unlessClosed(() => this.#wifi.join(name, passphrase));
  }

  async forget(name: string): Promise<Result<void, NetworkFault>> {
    return this.#unlessClosed(() => this.#wifi.forget(name));
  }

  setFlightMode(isOn: boolean): Result<void, 'no-wifi' | 'failed'> {
    if (this.#isClosed) return failure('failed');
    if (this.#radios.isOff === isOn) return success(undefined);
    const set = this.#radios.set(isOn);
    this.#look();
    return set;
  }

  close(): void {
    this.#isClosed = true;
    this.#timer?.cancel();
    this.#timer = null;
    this.#listeners.clear();
    this.#parts.bus.close();
  }

  async #unlessClosed<Value>(work: () => Promise<Result<Value, NetworkFault>>): Promise<Result<Value, NetworkFault>> {
    return this.#isClosed ? failure('failed') : work();
  }

  #lookIn(delayMs: number): void {
    this.#timer?.cancel();
    this.#timer = this.#parts.clock.startTimer(delayMs, () => {
      this.#timer = null;
      this.#look();
      if (!this.#parts.bus.isConnected) this.#lookIn(LOOK_WITHOUT_BUS_MS);
    });
  }

  #read(): NetworkState {
    const { files, readAddresses } = this.#parts;
    return { paths: readPaths(files, readAddresses), wifi: this.#wifi.state, flightMode: this.#radios.isOff };
  }

  #look(): void {
    if (this.#isClosed) return;
    const before = JSON.stringify(this.#state);
    this.#state = this.#read();
    if (JSON.stringify(this.#state) === before) return;
    this.#listeners.tell();
  }
}
