import type { MonotonicMs } from '../time.ts';

/**
 * All contacts of the keypad read at one moment, raw: bounce and matrix ghosts included. `closed` holds the indices of the
 * closed contacts in ascending order: for a matrix `row * columns + column`, for direct keys the index of the line.
 */
export interface KeySample {
  readonly atMs: MonotonicMs;
  readonly closed: readonly number[];
}
