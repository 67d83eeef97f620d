import { existsSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { CommitMarkWriter, readCommitMark } from '../../../src/store/database/commit-mark.ts';
import { dataFolder } from './data-folder.ts';

const SALTS = Buffer.from('the salt');
let path: string;
let frames: number;

function writeLog(salts: Buffer): void {
  writeFileSync(`${path}-wal`, Buffer.concat([Buffer.alloc(16, 0xff), salts, Buffer.alloc(8, 0xff)]));
}

beforeEach(() => {
  path = join(dataFolder(), 'some.db');
  frames = 0;
  writeLog(SALTS);
});

function writer(transactions = 0): CommitMarkWriter {
  const mark = new CommitMarkWriter(path, () => frames, transactions);
  mark.begin();
  return mark;
}

function commit(mark: CommitMarkWriter, more: number): void {
  frames += more;
  mark.committed();
}

describe('the mark of the last commit', () => {
  it('tells from its beginning what is durable, and is for its owner only', () => {
    frames = 7;
    const mark = writer(3);
    expect(readCommitMark(path)).toEqual({ salts: SALTS, frames: 7, transactions: 3 });
    expect(statSync(`${path}-mark`).mode & 0o777).toBe(0o600);
    mark.end();
  });

  it('counts the transactions that made the log longer, and no others', () => {
    const mark = writer(1);
    commit(mark, 2);
    commit(mark, 0);
    commit(mark, 3);
    expect(readCommitMark(path)).toEqual({ salts: SALTS, frames: 5, transactions: 3 });
    mark.end();
  });

  it('counts from one again when the log was begun anew, with its new salts', () => {
    const mark = writer();
    for (let count = 0; count < 4; count += 1) commit(mark, 5);
    const anew = Buffer.from('new salt');
    writeLog(anew);
    frames = 2;
    mark.committed();
    commit(mark, 1);
    expect(readCommitMark(path)).toEqual({ salts: anew, frames: 3, transactions: 2 });
    mark.end();
  });

  it('is gone at the end, and is not made again by a transaction that follows', () => {
    const mark = writer();
    mark.end();
    commit(mark, 1);
    expect(existsSync(`${path}-mark`)).toBe(false);
    expect(readCommitMark(path)).toBeNull();
  });

  it('counts as absent when one of its bits is wrong, or its length', () => {
    frames = 9;
    const mark = writer(4);
    const bytes = readFileSync(`${path}-mark`);
    mark.end();
    for (let place = 0; place < bytes.length; place += 1) {
      const damaged = Buffer.from(bytes);
      damaged[place]! ^= 4;
      writeFileSync(`${path}-mark`, damaged);
      expect(readCommitMark(path), `byte ${place}`).toBeNull();
    }
    for (const wrong of [bytes.subarray(1), Buffer.concat([bytes, Buffer.alloc(1)]), Buffer.alloc(0)]) {
      writeFileSync(`${path}-mark`, wrong);
      expect(readCommitMark(path)).toBeNull();
    }
    writeFileSync(`${path}-mark`, bytes);
    expect(readCommitMark(path)).toMatchObject({ frames: 9, transactions: 4 });
  });

  it('that cannot be written or removed keeps nobody from working on', () => {
    mkdirSync(`${path}-mark`);
    const mark = writer();
    commit(mark, 1);
    mark.end();
    expect(readCommitMark(path)).toBeNull();
  });

  it('lets a bug through that is none of the file system', () => {
    const faulty = new CommitMarkWriter(
      path,
      () => {
        if (frames > 0) throw new TypeError('a bug');
        return 0;
      },
      0,
    );
    frames = 1;
    expect(() => {
      faulty.committed();
    }).toThrow('a bug');
  });
});
