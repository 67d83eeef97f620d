import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { keyFolderOf, type KeyQuestion } from '../../../src/main/config/relay-keys.ts';

let base: string;
let dataFolder: string;

beforeEach(() => {
  base = mkdtempSync(join(tmpdir(), 'keys-'));
  dataFolder = join(base, 'relay');
  mkdirSync(dataFolder);
});
afterEach(() => {
  rmSync(base, { recursive: true });
});

const ask = (more: Partial<KeyQuestion> = {}) =>
  keyFolderOf({ named: undefined, base, dataFolder, isTrial: false, credentials: undefined, ...more });

describe("the folder of a relay's keys", () => {
  it('is beside the data folder, unless the file or the service says where', () => {
    expect(ask()).toEqual({ ok: true, value: { path: `${dataFolder}.keys`, areGiven: false } });
    expect(ask({ named: 'elsewhere' })).toEqual({
      ok: true,
      value: { path: join(base, 'elsewhere'), areGiven: false },
    });
    const credentials = join(base, 'credentials');
    mkdirSync(credentials);
    expect(ask({ credentials })).toMatchObject({ value: { path: `${dataFolder}.keys` } });
    writeFileSync(join(credentials, 'queue.key'), 'x');
    expect(ask({ credentials })).toEqual({ ok: true, value: { path: credentials, areGiven: true } });
    expect(ask({ credentials, named: 'elsewhere' })).toMatchObject({ value: { areGiven: false } });
  });

  it('is never inside the data folder, by a link neither', () => {
    symlinkSync(dataFolder, join(base, 'link'));
    for (const named of ['relay', 'relay/k', './relay/../relay/k', 'link', join(base, 'link')]) {
      expect(ask({ named })).toMatchObject({ ok: false });
    }
    expect(ask({ named: 'relay-keys' })).toMatchObject({ ok: true });
  });

  it('is told how to move keys that lie in the data folder', () => {
    mkdirSync(join(dataFolder, 'keys'));
    expect(ask()).toEqual({
      ok: false,
      error: `${dataFolder}/keys is inside the data folder, whose copy opens all; move it: mv ${dataFolder}/keys ${dataFolder}.keys`,
    });
  });

  it('may be inside when all is for trying only', () => {
    expect(ask({ isTrial: true })).toMatchObject({ value: { path: join(dataFolder, 'keys') } });
  });
});
