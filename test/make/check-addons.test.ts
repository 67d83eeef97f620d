import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

const script = fileURLToPath(new URL('../../.make/check-addons.sh', import.meta.url));
let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'addons-'));
});
afterEach(() => {
  rmSync(folder, { recursive: true });
});

const check = () => spawnSync(script, [folder], { encoding: 'utf8' });

describe('the check of addons', () => {
  it('lets one pass that takes Node from the program that loads it', () => {
    writeFileSync(join(folder, 'good.node'), Buffer.from('\x7fELF\0libc.so.6\0'));
    expect(check()).toMatchObject({ status: 0, stderr: '' });
  });

  it('names one that is linked against a libnode of the machine', () => {
    writeFileSync(join(folder, 'good.node'), Buffer.from('\x7fELF\0libc.so.6\0'));
    writeFileSync(join(folder, 'bad.node'), Buffer.from('\x7fELF\0libc.so.6\0libnode.so.115\0'));
    const { status, stderr } = check();
    expect(status).toBe(1);
    expect(stderr).toContain(join(folder, 'bad.node'));
    expect(stderr).not.toContain('good.node');
  });
});
