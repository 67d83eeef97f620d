import type { KeySample } from '../../domain/keys/key-sample.ts';

export type { KeySample } from '../../domain/keys/key-sample.ts';

/** A source of raw key levels. It filters nothing: debounce, ghosts and repeat are handled in the domain. */
export interface Keypad {
  /**
   * Reports each change of any contact, in order. A first sample comes without a change only if a contact is already
   * closed. May be called once; throws on a second call.
   */
  start(listener: (sample: KeySample) => void): void;
  /**
   * Whether keys that are pressed now would be reported; false while the keypad is gone or stands still. It is asked
   * every few seconds: an adapter that must ask somebody else tells whether that one has answered since the last time.
   */
  isAlive(): boolean;
  /** No sample comes after it. Idempotent. */
  close(): void;
}
