import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { lockFolder, processIsAlive } from '../../src/main/instance-lock.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'lock-'));
});
afterEach(() => {
  rmSync(folder, { recursive: true });
});

describe('the lock on a data folder', () => {
  it('is given once, and tells a second instance where the first one is', () => {
    const first = lockFolder(folder, processIsAlive);
    expect(first.ok).toBe(true);
    if (first.ok) first.value.publish('http://127.0.0.1:1');
    expect(lockFolder(folder, processIsAlive)).toEqual({
      ok: false,
      error: { processId: process.pid, address: 'http://127.0.0.1:1' },
    });
  });

  it('is given again after it was released', () => {
    const first = lockFolder(folder, processIsAlive);
    if (first.ok) {
      first.value.release();
      first.value.release();
    }
    expect(existsSync(join(folder, 'running'))).toBe(false);
    expect(lockFolder(folder, processIsAlive).ok).toBe(true);
  });

  it('that a killed process left behind is taken over', () => {
    writeFileSync(join(folder, 'running'), '4711\nhttp://127.0.0.1:1\n');
    expect(lockFolder(folder, () => false).ok).toBe(true);
  });

  it('that holds nonsense is taken over', () => {
    writeFileSync(join(folder, 'running'), '');
    expect(lockFolder(folder, () => true).ok).toBe(true);
  });
});
