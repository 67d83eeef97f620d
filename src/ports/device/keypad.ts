import type { KeySample } from '../../domain/keys/key-sample.ts';

export type { KeySample } from '../../domain/keys/key-sample.ts';

/** A source of raw key levels. It filters nothing: debounce, ghosts and repeat are handled in the domain. */
export interface Keypad {
  /**
   * Reports each change of any contact, in order. A first sample comes without a change only if a contact is already
   * closed. May be called once; throws on a second call.
   */
  start(listener: (sample: KeySample) => void): void;
  /** No sample comes after it. Idempotent. */
  close(): void;
}
