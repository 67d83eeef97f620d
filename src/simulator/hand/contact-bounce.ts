import type { SeededRandom } from './seeded-random.ts';

/** A change of one switch. */
export interface SwitchEdge {
  readonly atMs: number;
  readonly contact: number;
  readonly closed: boolean;
}

/** A good switch flips up to this many times more than once. */
const MOST_EXTRA_FLIPS = 6;
/** Longest time between two flips: below any debounce time, as in real switches. */
const LONGEST_FLIP_MS = 0.8;

/** The edges of a switch that goes to `closed` at `startMs`: it bounces for at most 4.8 ms and ends where it should. */
export function bounce(random: SeededRandom, contact: number, closed: boolean, startMs: number): readonly SwitchEdge[] {
  const flips = 1 + 2 * Math.floor(random.between(0, MOST_EXTRA_FLIPS / 2 + 1));
  const edges: SwitchEdge[] = [];
  let atMs = startMs;
  for (let flip = 0; flip < flips; flip++) {
    edges.push({ atMs, contact, closed: flip % 2 === 0 ? closed : !closed });
    atMs += random.between(0.05, LONGEST_FLIP_MS);
  }
  return edges;
}
