import type { MonotonicMs } from '../domain/time.ts';

/**
 * All contacts of the keypad read at one moment, raw: bounce and matrix ghosts included. `closed` holds the indices of the
 * closed contacts in ascending order: for a matrix `row * columns + column`, for direct keys the index of the line.
 */
export interface KeySample {
  readonly atMs: MonotonicMs;
  readonly closed: readonly number[];
}

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
