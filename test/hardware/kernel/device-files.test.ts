import { existsSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { KernelDeviceFiles } from '../../../src/hardware/kernel/device-files.ts';
import { attempt } from '../../../src/hardware/kernel/system-fault.ts';

const folder = mkdtempSync(join(tmpdir(), 'device-files-'));
const files = new KernelDeviceFiles();

afterAll(() => {
  rmSync(folder, { recursive: true });
});

describe('the kernel’s files', () => {
  it('are read, written and listed in order', () => {
    for (const name of ['b', 'a']) writeFileSync(join(folder, name), '255\n');
    expect(files.write(join(folder, 'a'), '1')).toEqual({ ok: true, value: null });
    expect(files.read(join(folder, 'a'))).toEqual({ ok: true, value: '1' });
    expect(files.list(folder)).toEqual({ ok: true, value: ['a', 'b'] });
    expect(files.probe(join(folder, 'b'))).toEqual({ ok: true, value: null });
    expect(readFileSync(join(folder, 'b'), 'utf8')).toBe('255\n');
  });

  it('that are missing are values with their path, and are not made', () => {
    const path = join(folder, 'none');
    const missing = { ok: false, error: { errno: 'ENOENT', path } };
    expect([files.write(path, '1'), files.read(path), files.list(path), files.probe(path)]).toEqual([
      missing,
      missing,
      missing,
      missing,
    ]);
    expect(existsSync(path)).toBe(false);
  });

  it('that refuse otherwise tell the kernel’s own word', () => {
    symlinkSync('loop', join(folder, 'loop'));
    expect(files.probe(join(folder, 'loop'))).toMatchObject({ ok: false, error: { errno: 'ELOOP' } });
    expect(files.write(folder, '1')).toMatchObject({ ok: false, error: { errno: 'EISDIR' } });
  });

  it('hide no bug: an exception that is no refusal of the kernel is thrown on', () => {
    expect(() =>
      attempt('x', () => {
        throw new TypeError('a bug');
      }),
    ).toThrow('a bug');
  });
});
