import { describe, expect, it } from 'vitest';
import { ContactDebouncer } from '../../../src/domain/keys/debounce.ts';
import { monotonicMs } from '../../../src/domain/time.ts';

const at = monotonicMs;

/** Plays the closed sets at their times, then lets time pass; gives every settled state with its time. */
function settledStates(trace: readonly (readonly [atMs: number, closed: readonly number[]])[], untilMs: number) {
  const debouncer = new ContactDebouncer(5);
  const states: { atMs: number; closed: number[] }[] = [];
  const advance = (toMs: number) => {
    for (let wake = debouncer.nextWakeMs; wake !== null && wake <= toMs; wake = debouncer.nextWakeMs) {
      if (debouncer.settle(wake)) states.push({ atMs: wake, closed: [...debouncer.closed].sort() });
    }
  };
  for (const [atMs, closed] of trace) {
    advance(atMs);
    debouncer.read(closed, at(atMs));
  }
  advance(untilMs);
  return states;
}

describe('debounce', () => {
  it('reports a press 5 ms after its last bounce, and the release likewise', () => {
    const trace = [
      [0, [3]],
      [1, []],
      [2.5, [3]],
      [4, []],
      [4.2, [3]],
      [60, []],
      [61, [3]],
      [62, []],
    ] as const;
    expect(settledStates(trace, 200)).toEqual([
      { atMs: 9.2, closed: [3] },
      { atMs: 67, closed: [] },
    ]);
  });

  it('ignores pulses shorter than 5 ms, of closing and of opening, however many there are', () => {
    const glitches = Array.from({ length: 40 }, (_, n) => [n * 4.9, n % 2 === 0 ? [7] : []] as const);
    expect(settledStates(glitches, 195.9)).toEqual([]);
    expect(
      settledStates(
        [
          [0, [7]],
          [100, []],
          [104.9, [7]],
        ],
        300,
      ),
    ).toEqual([{ atMs: 5, closed: [7] }]);
  });

  it('reports two presses that are 60 ms apart as two', () => {
    expect(
      settledStates(
        [
          [0, [1]],
          [30, []],
          [60, [1]],
          [90, []],
        ],
        200,
      ).map((state) => state.closed),
    ).toEqual([[1], [], [1], []]);
  });

  it('keeps contacts apart: bounce of one does not delay another', () => {
    const states = settledStates(
      [
        [0, [1]],
        [3, [1, 2]],
        [4, [1]],
        [6, [1, 2]],
      ],
      100,
    );
    expect(states).toEqual([
      { atMs: 5, closed: [1] },
      { atMs: 11, closed: [1, 2] },
    ]);
  });

  it('has nothing to wait for when all levels stand still', () => {
    const debouncer = new ContactDebouncer(5);
    expect(debouncer.nextWakeMs).toBeNull();
    debouncer.read([4], at(10));
    expect(debouncer.nextWakeMs).toBe(15);
    debouncer.settle(at(15));
    expect(debouncer.nextWakeMs).toBeNull();
  });

  it('refuses a debounce time that no switch needs', () => {
    expect(() => new ContactDebouncer(0)).toThrow('1 to 100 ms');
    expect(() => new ContactDebouncer(101)).toThrow(RangeError);
    expect(() => new ContactDebouncer(Number.NaN)).toThrow(RangeError);
  });
});
