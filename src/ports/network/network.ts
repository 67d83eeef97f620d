import type { SignalBars } from '../../domain/network/wifi.ts';
import type { Result } from '../../domain/result.ts';

/** The wire or the air that the handset is reached by. */
export interface NetworkPath {
  readonly kind: 'ethernet' | 'usb' | 'wifi' | 'other';
  /** Numeric, without those that reach no further than the wire. Never empty. */
  readonly addresses: readonly string[];
}

export type WifiState =
  /** No radio, or nothing that drives it. */
  | { readonly kind: 'absent' }
  /** Switched off by flight mode or by a switch. */
  | { readonly kind: 'off' }
  | { readonly kind: 'idle' }
  | { readonly kind: 'connecting'; readonly name: string }
  | { readonly kind: 'connected'; readonly name: string; readonly bars: SignalBars };

export interface NetworkState {
  /** Ways to the outside that have an address, the preferred one first; empty without a network. */
  readonly paths: readonly NetworkPath[];
  readonly wifi: WifiState;
  /** All radios are silent. */
  readonly flightMode: boolean;
}

/** A Wi-Fi network in sight. Its name is whatever somebody's transmitter says: it is made safe before it is shown. */
export interface FoundNetwork {
  readonly name: string;
  /** `other`: an enterprise's, or one so old that nobody should use it; it cannot be joined here. */
  readonly security: 'open' | 'passphrase' | 'other';
  readonly bars: SignalBars;
  readonly isConnected: boolean;
  /** It is joined by itself when it is in sight. */
  readonly isKnown: boolean;
}

export type NetworkFault =
  /** No radio, or it is switched off. */
  | 'no-wifi'
  /** No such network is in sight, or none is known by that name. */
  | 'not-found'
  | 'passphrase-needed'
  /** Not 8 to 63 characters of ASCII. */
  | 'passphrase-unfit'
  /** The network did not take it. */
  | 'passphrase-refused'
  /** A kind of network that cannot be joined here. */
  | 'not-supported'
  /** The radio is busy with another order, or the network did not answer. Worth another try. */
  | 'failed';

/**
 * The handset's ways to the outside.
 *
 * - `state` MUST already be the new one when a listener is called; it is called for each change, and never from inside
 *   `onChange`. A path that comes, goes or gets another address is a change.
 * - No promise rejects, and each settles within 90 s. What is under way when the port is closed settles with `failed`.
 * - A passphrase never appears in a log or in an error.
 */
export interface Network {
  readonly state: NetworkState;
  /** Returns the function that unsubscribes. */
  onChange(listener: () => void): () => void;
  /** Looks around; the strongest first. */
  scan(): Promise<Result<readonly FoundNetwork[], NetworkFault>>;
  /**
   * Joins a network, which is known from then on, also after a restart. A known one keeps its passphrase unless that does
   * not work any more. One that does not tell its name is looked for by name.
   * @param passphrase null for an open network, or one that is known.
   */
  join(name: string, passphrase: string | null): Promise<Result<void, NetworkFault>>;
  /** Leaves the network, and never joins it by itself again. */
  forget(name: string): Promise<Result<void, NetworkFault>>;
  /** Silences all radios, or lets them speak again. */
  setFlightMode(isOn: boolean): Result<void, 'no-wifi' | 'failed'>;
  /** Idempotent. */
  close(): void;
}
