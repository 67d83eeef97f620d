import type { KeySample } from '../domain/keys/key-sample.ts';

export type { KeySample } from '../domain/keys/key-sample.ts';

/** A source of raw levels. It filters nothing: debounce, ghosts and repeat are the domain's. */
export interface Keypad {
  /**
   * Tells each change of any contact, in order. May be called once; throws on a second call. The adapter sends a first sample
   * only if a contact is already closed.
   */
  start(listener: (sample: KeySample) => void): void;
  /** No sample after it. Idempotent. */
  close(): void;
}
