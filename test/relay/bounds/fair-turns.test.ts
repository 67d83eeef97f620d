import { beforeEach, expect, it, vi } from 'vitest';
import { FairTurns, type TurnTaker } from '../../../src/relay/bounds/fair-turns.ts';

let turns: FairTurns;
/** Who had a turn, in order. */
let taken: string[];

beforeEach(() => {
  turns = new FairTurns();
  taken = [];
});

const nextTurn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

function worker(name: string, pieces: number): TurnTaker {
  let left = pieces;
  return {
    takeTurn: () => {
      taken.push(name);
      left -= 1;
      return left > 0;
    },
  };
}

it('gives everybody one piece a turn, however often somebody joins, until their work is done', async () => {
  const [busy, idle] = [worker('busy', 3), worker('idle', 1)];
  for (const one of [busy, busy, idle, busy]) turns.join(one);
  expect(taken).toEqual([]);
  await nextTurn();
  expect(taken).toEqual(['busy', 'idle']);
  await nextTurn();
  await nextTurn();
  await nextTurn();
  expect(taken).toEqual(['busy', 'idle', 'busy', 'busy']);
});

it('lets who joins between two turns have the next one, and nobody two', async () => {
  turns.join(worker('one', 2));
  await nextTurn();
  turns.join(worker('other', 1));
  await nextTurn();
  expect(taken).toEqual(['one', 'one', 'other']);
});

it('passes over who has left, also during the round', async () => {
  const gone = worker('gone', 9);
  turns.join({
    takeTurn: () => {
      turns.leave(gone);
      return false;
    },
  });
  turns.join(gone);
  await nextTurn();
  await nextTurn();
  expect(taken).toEqual([]);
});

it('asks for no turn while nobody has work', async () => {
  const asked = vi.spyOn(globalThis, 'setImmediate');
  turns.join(worker('one', 1));
  turns.join(worker('other', 1));
  await nextTurn();
  await nextTurn();
  expect(taken).toEqual(['one', 'other']);
  // One for the work, two of this test.
  expect(asked).toHaveBeenCalledTimes(3);
  asked.mockRestore();
});
