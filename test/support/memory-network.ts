import { isPassphrase } from '../../src/domain/network/wifi.ts';
import { failure, success, type Result } from '../../src/domain/result.ts';
import type { FoundNetwork, Network, NetworkFault, NetworkState } from '../../src/ports/network/network.ts';

/** A network that somebody near transmits. */
export interface Transmitter {
  readonly name: string;
  readonly security: FoundNetwork['security'];
  readonly bars: FoundNetwork['bars'];
  readonly passphrase?: string;
  readonly isHidden?: boolean;
}

/** Wires and transmitters as the test puts them. */
export class MemoryNetwork implements Network {
  transmitters: readonly Transmitter[] = [];
  readonly #listeners = new Set<() => void>();
  readonly #known = new Map<string, string | null>();
  #state: NetworkState;
  #isClosed = false;

  constructor(state: Partial<NetworkState> = {}) {
    this.#state = { paths: [], wifi: { kind: 'idle' }, flightMode: false, ...state };
  }

  get state(): NetworkState {
    return this.#state;
  }

  become(state: Partial<NetworkState>): void {
    const before = JSON.stringify(this.#state);
    this.#state = { ...this.#state, ...state };
    if (this.#isClosed || JSON.stringify(this.#state) === before) return;
    for (const listener of [...this.#listeners]) listener();
  }

  onChange(listener: () => void): () => void {
    const entry = (): void => {
      listener();
    };
    this.#listeners.add(entry);
    return () => this.#listeners.delete(entry);
  }

  scan(): Promise<Result<readonly FoundNetwork[], NetworkFault>> {
    const refused = this.#refused();
    if (refused !== null) return Promise.resolve(failure(refused));
    const { wifi } = this.#state;
    const joined = wifi.kind === 'connected' ? wifi.name : null;
    const found = this.transmitters
      .filter(({ isHidden = false, name }) => !isHidden || name === joined)
      .map(({ name, security, bars }) => ({
        ...{ name, security, bars },
        isConnected: name === joined,
        isKnown: this.#known.has(name),
      }));
    return Promise.resolve(success(found.sort((a, b) => b.bars - a.bars)));
  }

  join(name: string, passphrase: string | null): Promise<Result<void, NetworkFault>> {
    const fault = this.#joining(name, passphrase);
    if (fault !== null) return Promise.resolve(failure(fault));
    const bars = this.transmitters.find((one) => one.name === name)?.bars ?? 0;
    this.become({ wifi: { kind: 'connected', name, bars } });
    return Promise.resolve(success(undefined));
  }

  forget(name: string): Promise<Result<void, NetworkFault>> {
    if (!this.#known.delete(name)) return Promise.resolve(failure('not-found'));
    const { wifi } = this.#state;
    if (wifi.kind === 'connected' && wifi.name === name) this.become({ wifi: { kind: 'idle' } });
    return Promise.resolve(success(undefined));
  }

  setFlightMode(isOn: boolean): Result<void, 'no-wifi' | 'failed'> {
    if (this.#state.wifi.kind === 'absent') return failure('no-wifi');
    this.become({ flightMode: isOn, wifi: { kind: isOn ? 'off' : 'idle' } });
    return success(undefined);
  }

  close(): void {
    this.#isClosed = true;
  }

  #refused(): NetworkFault | null {
    if (this.#isClosed) return 'failed';
    const { kind } = this.#state.wifi;
    return kind === 'absent' || kind === 'off' ? 'no-wifi' : null;
  }

  #joining(name: string, passphrase: string | null): NetworkFault | null {
    if (this.#isClosed) return 'failed';
    if (passphrase !== null && !isPassphrase(passphrase)) return 'passphrase-unfit';
    const refused = this.#refused();
    if (refused !== null) return refused;
    const transmitter = this.transmitters.find((one) => one.name === name);
    if (transmitter === undefined) return 'not-found';
    if (transmitter.security === 'other') return 'not-supported';
    const stored = this.#known.get(name);
    const wanted = transmitter.passphrase ?? null;
    if (wanted !== null && stored !== wanted) {
      if (passphrase === null && stored === undefined) return 'passphrase-needed';
      if (passphrase !== wanted) return 'passphrase-refused';
    }
    this.#known.set(name, wanted);
    return null;
  }
}
