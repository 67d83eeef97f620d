import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

const PROGRAM = fileURLToPath(new URL('../../../src/main/provision.ts', import.meta.url));
let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'provision-'));
  for (const name of ['card', 'data/handset']) mkdirSync(join(folder, name), { recursive: true });
});
afterEach(() => {
  rmSync(folder, { recursive: true });
});

const run = (...args: readonly string[]) =>
  spawnSync(
    process.execPath,
    [PROGRAM, ...args, '--data', join(folder, 'data'), '--run', join(folder, 'run'), '--board', 'simulator'],
    { encoding: 'utf8' },
  );

describe('the program that takes over what is on the card', () => {
  it('tells the screen of a card or a disk that refuses, and does not end as one that has a bug', () => {
    // No file can be read or written here: a folder stands in its place.
    mkdirSync(join(folder, 'card/provision.json'));
    const { status, stderr } = run('--card', join(folder, 'card'));
    expect(status).toBe(1);
    expect(stderr).toMatch(/^provision: provision.json: cannot be taken over: EISDIR/);
    expect(readFileSync(join(folder, 'run/provision-fault'), 'utf8')).toMatch(/^cannot be taken over: EISDIR/);
  });

  it('tells the first fault of a document, until one was taken over', () => {
    writeFileSync(join(folder, 'card/provision.json'), 'no JSON');
    expect(run('--card', join(folder, 'card')).status).toBe(1);
    expect(readFileSync(join(folder, 'run/provision-fault'), 'utf8')).toMatch(/^is not JSON in UTF-8/);
    rmSync(join(folder, 'card/provision.json'));
    expect(run('--card', join(folder, 'card')).status).toBe(0);
    expect(() => readFileSync(join(folder, 'run/provision-fault'), 'utf8')).toThrow('ENOENT');
  });

  it('wants the card or the line', () => {
    expect(run()).toMatchObject({ status: 2, stderr: 'provision: say --card or --serial\n' });
  });
});
