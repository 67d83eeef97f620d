import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import type { CommitMark } from '../../../src/store/database/commit-mark.ts';
import {
  countLostTransactions,
  countRecovered,
  readWriteAheadLog,
  type WriteAheadLog,
} from '../../../src/store/database/wal-damage.ts';
import { dataFolder } from './data-folder.ts';

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

describe('what the medium lost of a log without a mark', () => {
  it('is each transaction that was not recovered and is followed by another: it was durable before that began', () => {
    expect(countLostTransactions(log(5, 1), 4, null)).toBe(2);
    expect(countLostTransactions(log(5, 1), 5, null)).toBe(2);
    expect(countLostTransactions(log(5, 1), 6, null)).toBe(1);
  });

  it('is nothing when only the last transaction is missing, which may have been in flight', () => {
    expect(countLostTransactions(log(5, 1), 8, null)).toBe(0);
    expect(countLostTransactions(log(0, 1), 0, null)).toBe(0);
  });

  it('is what a later log shows, though the mark is of an earlier one', () => {
    expect(countLostTransactions(log(5, 2), 0, mark(50, 1))).toBe(4);
  });
});

it('a transaction is recovered with its last frame', () => {
  expect([0, 1, 2, 3, 10].map((recovered) => countRecovered(log(5, 1).frames, recovered))).toEqual([0, 0, 1, 1, 5]);
});

describe('a write-ahead log that is read', () => {
  const PAGE_BYTES = 512;
  const [OURS, EARLIER] = [salts(1), salts(2)];
  let path: string;
  beforeEach(() => {
    path = join(dataFolder(), 'some.db-wal');
  });

  /** The words of the header, with its checksum (walformat, "Checksum Algorithm"). */
  function header(order: 'big' | 'little'): Buffer {
    const bytes = Buffer.alloc(32);
    for (const [at, word] of [order === 'big' ? 0x377f0683 : 0x377f0682, 3_007_000, PAGE_BYTES, 9].entries()) {
      bytes.writeUInt32BE(word, 4 * at);
    }
    OURS.copy(bytes, 16);
    const read = (at: number): number => (order === 'big' ? bytes.readUInt32BE(at) : bytes.readUInt32LE(at));
    let [one, other] = [0, 0];
    for (let at = 0; at < 24; at += 8) {
      one = (one + read(at) + other) >>> 0;
      other = (other + read(at + 4) + one) >>> 0;
    }
    bytes.writeUInt32BE(one, 24);
    bytes.writeUInt32BE(other, 28);
    return bytes;
  }

  function frame(pagesAfterCommit: number, of = OURS): Buffer {
    const bytes = Buffer.alloc(24 + PAGE_BYTES, 0xee);
    bytes.writeUInt32BE(pagesAfterCommit, 4);
    of.copy(bytes, 8);
    return bytes;
  }

  it.each(['big', 'little'] as const)('has its frames in order, those that commit among them (%s endian)', (order) => {
    writeFileSync(path, Buffer.concat([header(order), frame(0), frame(3), frame(0), frame(4)]));
    expect(readWriteAheadLog(path)).toEqual({
      salts: OURS,
      frames: [false, true, false, true].map((commits, index) => ({ index, commits })),
    });
  });

  it('has no frames of an earlier log, which lie behind, nor one that was begun only', () => {
    writeFileSync(path, Buffer.concat([header('big'), frame(1), frame(2, EARLIER), frame(3).subarray(1)]));
    expect(readWriteAheadLog(path).frames).toEqual([{ index: 0, commits: true }]);
  });

  it('has none at all when there is no log, or its header is short or damaged', () => {
    const none = { salts: null, frames: [] };
    expect(readWriteAheadLog(path)).toEqual(none);
    const whole = Buffer.concat([header('big'), frame(1)]);
    writeFileSync(path, whole.subarray(0, 31));
    expect(readWriteAheadLog(path)).toEqual(none);
    for (let place = 0; place < 32; place += 1) {
      const damaged = Buffer.from(whole);
      damaged[place]! ^= 0x10;
      writeFileSync(path, damaged);
      expect(readWriteAheadLog(path), `byte ${place}`).toEqual(none);
    }
  });

  it('that cannot be read is no missing one', () => {
    mkdirSync(path);
    expect(() => readWriteAheadLog(path)).toThrow('EISDIR');
    expect(() => readWriteAheadLog(join(path, 'x'.repeat(300)))).toThrow('ENAMETOOLONG');
  });
});
