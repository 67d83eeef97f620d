import { describe, expect, it } from 'vitest';
import type { CommitMark } from '../../../src/store/database/commit-mark.ts';
import { countLostTransactions, type WriteAheadLog } from '../../../src/store/database/wal-damage.ts';

const salts = (byte: number): Buffer => Buffer.alloc(8, byte);
/** Each transaction of two frames. */
const log = (transactions: number, salt: number): WriteAheadLog => ({
  salts: salts(salt),
  frames: Array.from({ length: transactions * 2 }, (_, index) => ({ index, commits: index % 2 === 1 })),
});
const mark = (transactions: number, salt: number): CommitMark => ({
  salts: salts(salt),
  frames: transactions * 2,
  transactions,
});

describe('what the medium lost of a log', () => {
  it('is nothing when all that the mark counts was recovered', () => {
    expect(countLostTransactions(log(5, 1), 10, mark(5, 1))).toBe(0);
  });

  it('is what the mark counts and SQLite did not recover', () => {
    expect(countLostTransactions(log(2, 1), 4, mark(5, 1))).toBe(3);
  });

  it('is not counted by a mark of an earlier log, whose changes are in the database already', () => {
    expect(countLostTransactions(log(2, 2), 4, mark(50, 1))).toBe(0);
  });

  it('is at least the whole mark when the log is gone', () => {
    expect(countLostTransactions({ salts: null, frames: [] }, 0, mark(5, 1))).toBe(5);
  });

  it('is at least one when the mark counts more frames but no more transactions', () => {
    expect(countLostTransactions(log(5, 1), 9, mark(5, 1))).toBe(1);
  });
});
