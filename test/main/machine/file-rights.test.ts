import { chmodSync, chownSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { exposureOf, folderExposureOf } from '../../../src/main/machine/file-rights.ts';
import { makeDataFolder } from '../../../src/main/machine/data-folder.ts';

let folder: string;
let file: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'rights-'));
  file = join(folder, 'file');
  writeFileSync(file, 'x', { mode: 0o600 });
});
afterEach(() => {
  rmSync(folder, { recursive: true });
});

describe('a secret', () => {
  it.each([0o400, 0o600, 0o700])('of mode %o is kept', (mode) => {
    chmodSync(file, mode);
    expect(exposureOf(file, 'secret')).toBeNull();
  });

  it.each([0o666, 0o644, 0o640, 0o620, 0o602, 0o604, 0o610])('of mode %o is exposed, and the cure is told', (mode) => {
    chmodSync(file, mode);
    expect(exposureOf(file, 'secret')).toBe(
      `others can read or change it (its mode is ${mode.toString(8).padStart(4, '0')}): chmod 600 ${file}`,
    );
  });

  it('is exposed through a link to a file that others can read', () => {
    chmodSync(file, 0o644);
    const link = join(folder, 'link');
    symlinkSync(file, link);
    expect(exposureOf(link, 'secret')).toContain('chmod 600');
  });

  it('is exposed in a folder that others can write to, at any height, on the way of a link too', () => {
    const deep = join(folder, 'open', 'deep');
    mkdirSync(deep, { recursive: true });
    writeFileSync(join(deep, 'secret'), 'x', { mode: 0o600 });
    const home = join(folder, 'home');
    mkdirSync(home);
    symlinkSync(join(deep, 'secret'), join(home, 'link'));
    expect(exposureOf(join(home, 'link'), 'secret')).toBeNull();
    chmodSync(join(folder, 'open'), 0o777);
    const cure = `others can put another in its place: chmod go-w ${join(folder, 'open')}`;
    expect(exposureOf(join(deep, 'secret'), 'secret')).toBe(cure);
    expect(exposureOf(join(home, 'link'), 'secret')).toBe(cure);
    chmodSync(join(folder, 'open'), 0o755);
    chmodSync(home, 0o757);
    expect(exposureOf(join(home, 'link'), 'secret')).toContain(`chmod go-w ${home}`);
    expect(exposureOf(join(deep, 'secret'), 'secret')).toBeNull();
  });

  it('is kept in a folder where nobody can replace what is not his, as that for temporary files', () => {
    chmodSync(folder, 0o1777);
    expect(exposureOf(file, 'secret')).toBeNull();
  });
});

describe('what belongs to another user', () => {
  const SOMEBODY_ELSE = 54_321;
  /** As this test's own user is seen by another who runs the program. */
  const own = process.geteuid?.() ?? 0;
  const isRoot = own === 0;

  it.skipIf(isRoot)('is exposed to that user, whatever its mode', () => {
    expect(exposureOf(file, 'secret', SOMEBODY_ELSE)).toBe(
      `it belongs to another user (${own}): chown ${SOMEBODY_ELSE} ${file}`,
    );
    expect(exposureOf(file, 'trusted', SOMEBODY_ELSE)).toContain('it belongs to another user');
    expect(folderExposureOf(folder, SOMEBODY_ELSE)).toContain('it belongs to another user');
  });

  it.skipIf(!isRoot)('is exposed to that user, whatever its mode, be it a file, a link to one, or a folder', () => {
    chownSync(file, SOMEBODY_ELSE, SOMEBODY_ELSE);
    const link = join(folder, 'link');
    symlinkSync(file, link);
    const fault = `it belongs to another user (${SOMEBODY_ELSE}): chown 0 `;
    expect(exposureOf(file, 'secret')).toBe(`${fault}${file}`);
    expect(exposureOf(link, 'trusted')).toBe(`${fault}${link}`);
    const data = join(folder, 'data');
    mkdirSync(data, { mode: 0o700 });
    chownSync(data, SOMEBODY_ELSE, SOMEBODY_ELSE);
    expect(makeDataFolder(data)).toMatchObject({
      ok: false,
      error: { code: 'folder-exposed', cure: `${fault}${data}` },
    });
  });

  it.skipIf(!isRoot)('exposes what lies in it, also with the bit of a folder for temporary files', () => {
    const above = join(folder, 'above');
    mkdirSync(above);
    writeFileSync(join(above, 'file'), 'x', { mode: 0o600 });
    chownSync(join(above, 'file'), 1_000, 1_000);
    expect(exposureOf(join(above, 'file'), 'secret', 1_000)).toBeNull();
    chownSync(above, SOMEBODY_ELSE, SOMEBODY_ELSE);
    for (const mode of [0o755, 0o1777]) {
      chmodSync(above, mode);
      expect(exposureOf(join(above, 'file'), 'secret', 1_000)).toBe(
        `another user can put another in its place: chown 1000 ${above}`,
      );
    }
  });
});

describe('what is trusted but no secret', () => {
  it('may be read by everybody, and changed by nobody else', () => {
    chmodSync(file, 0o644);
    expect(exposureOf(file, 'trusted')).toBeNull();
    for (const mode of [0o664, 0o646, 0o666]) {
      chmodSync(file, mode);
      expect(exposureOf(file, 'trusted')).toContain(`chmod go-w ${file}`);
    }
  });
});

describe('a data folder', () => {
  it.each([0o777, 0o770, 0o707, 0o775, 0o1777])('of mode %o is refused with the cure', (mode) => {
    const data = join(folder, 'data');
    mkdirSync(data);
    chmodSync(data, mode);
    expect(folderExposureOf(data)).toContain(`chmod 700 ${data}`);
    expect(makeDataFolder(data)).toMatchObject({ ok: false, error: { code: 'folder-exposed', path: data } });
    chmodSync(data, 0o700);
    expect(makeDataFolder(data)).toMatchObject({ ok: true });
  });

  it('is made for its owner only, and not inside a folder that others can write to', () => {
    chmodSync(folder, 0o777);
    expect(makeDataFolder(join(folder, 'data'))).toMatchObject({ ok: false, error: { code: 'folder-exposed' } });
  });
});
