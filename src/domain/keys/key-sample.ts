import type { MonotonicMs } from '../time.ts';

/**
 * All contacts of the keypad read at one moment, raw: with bounce and matrix ghosts. `closed` holds the indices of the
 * closed contacts in ascending order: `row * columns + column` in a matrix, the index of the line for direct keys.
 */
export interface KeySample {
  readonly atMs: MonotonicMs;
  readonly closed: readonly number[];
}
