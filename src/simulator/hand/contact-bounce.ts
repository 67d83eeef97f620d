import type { SeededRandom } from './seeded-random.ts';

/** A change of one switch. */
export interface SwitchEdge {
  readonly atMs: number;
  readonly contact: number;
  readonly closed: boolean;
}

/** The most extra flips of a good switch when it changes once. */
const MOST_EXTRA_FLIPS = 6;
/** The longest time between two flips; shorter than any debounce time, as in real switches. */
const LONGEST_FLIP_MS = 0.8;

/** The edges of a switch that goes to `closed` at `startMs`. It bounces for at most 4.8 ms and ends in that state. */
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
