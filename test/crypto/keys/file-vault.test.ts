import { chmodSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { FileVault } from '../../../src/crypto/keys/file-vault.ts';
import { MemoryVault } from '../../support/memory-vault.ts';
import { NodeRandom } from '../../../src/crypto/keys/node-random.ts';
import { loadSealKeys } from '../../../src/crypto/keys/seal-key-folder.ts';
import { describeVault } from '../../contract/vault.contract.ts';
import { dataFolder } from './data-folder.ts';

const random = new NodeRandom();
const keyIn = (path: string) => new FileVault(path, random).storeKey();
const modeOf = (path: string) => statSync(path).mode & 0o777;

describeVault('FileVault', () => new FileVault(join(dataFolder(), 'device.key'), random));
describeVault('MemoryVault', () => new MemoryVault(random));

describe('the key file', () => {
  it('is made at first start for its owner alone, whatever the umask, with nothing left beside it', () => {
    const folder = join(dataFolder(), 'data', 'keys');
    const path = join(folder, 'device.key');
    const before = process.umask(0);
    try {
      expect(keyIn(path)).toEqual({ ok: true, value: Uint8Array.from(readFileSync(path)) });
    } finally {
      process.umask(before);
    }
    expect([modeOf(folder), modeOf(path)]).toEqual([0o700, 0o600]);
    expect(readdirSync(folder)).toEqual(['device.key']);
    expect(keyIn(path)).toEqual({ ok: true, value: Uint8Array.from(readFileSync(path)) });
  });

  it('survives a first start that was cut before the key was in place', () => {
    const path = join(dataFolder(), 'device.key');
    writeFileSync(`${path}.${process.pid}.new`, 'half');
    expect(keyIn(path).ok).toBe(true);
    expect(readFileSync(path)).toHaveLength(32);
  });

  it.each([0o640, 0o604, 0o620, 0o602, 0o777])('is refused with mode %o, naming file and cure', (mode) => {
    const path = join(dataFolder(), 'device.key');
    keyIn(path);
    chmodSync(path, mode);
    expect(keyIn(path)).toMatchObject({ ok: false, error: { code: 'key-exposed', path } });
    const refused = keyIn(path);
    expect(!refused.ok && refused.error.cure).toMatch(/chmod 600/);
    chmodSync(path, 0o600);
    expect(keyIn(path).ok).toBe(true);
  });

  it.each([
    ['empty', Buffer.alloc(0)],
    ['short', Buffer.alloc(31, 7)],
    ['long', Buffer.alloc(33, 7)],
    ['all zero', Buffer.alloc(32)],
  ])('is refused when %s, and left as it is', (_, bytes) => {
    const path = join(dataFolder(), 'device.key');
    writeFileSync(path, bytes, { mode: 0o600 });
    expect(keyIn(path)).toMatchObject({ ok: false, error: { code: 'key-malformed', path } });
    expect(readFileSync(path)).toEqual(bytes);
  });

  it('is reported as unreadable when a folder is in its place or its folder cannot be made', () => {
    const folder = dataFolder();
    mkdirSync(join(folder, 'device.key'));
    writeFileSync(join(folder, 'file'), '');
    expect(keyIn(join(folder, 'device.key'))).toMatchObject({ ok: false, error: { code: 'key-unreadable' } });
    expect(keyIn(join(folder, 'file', 'device.key'))).toMatchObject({ ok: false, error: { code: 'key-unreadable' } });
  });
});

describe('the folder of seal keys', () => {
  it('makes the first key at first start and keeps it', () => {
    const folder = join(dataFolder(), 'seal');
    const first = loadSealKeys(folder, random);
    expect(first).toMatchObject({ ok: true, value: { current: 1 } });
    expect(loadSealKeys(folder, random)).toEqual(first);
    expect(readdirSync(folder)).toEqual(['seal-001.key']);
    expect([modeOf(folder), modeOf(join(folder, 'seal-001.key'))]).toEqual([0o700, 0o600]);
  });

  it('seals with the newest that the operator put there, and keeps the older ones', () => {
    const folder = join(dataFolder(), 'seal');
    loadSealKeys(folder, random);
    addKey(folder, 'seal-012.key');
    addKey(folder, 'seal-002.key');
    const loaded = loadSealKeys(folder, random);
    if (!loaded.ok) throw new Error(loaded.error.code);
    expect(loaded.value.current).toBe(12);
    expect([...loaded.value.keys.keys()]).toEqual([1, 2, 12]);
  });

  it('leaves other files alone, and numbers that are no key id', () => {
    const folder = join(dataFolder(), 'seal');
    loadSealKeys(folder, random);
    for (const name of ['queue.key', 'seal-000.key', 'seal-256.key', 'seal-2.key', 'seal-002.key.bak'])
      addKey(folder, name);
    expect(loadSealKeys(folder, random)).toMatchObject({ ok: true, value: { current: 1 } });
  });

  it('is refused when one of its keys is refused, with the name of that file', () => {
    const folder = join(dataFolder(), 'seal');
    loadSealKeys(folder, random);
    addKey(folder, 'seal-002.key');
    chmodSync(join(folder, 'seal-001.key'), 0o644);
    expect(loadSealKeys(folder, random)).toMatchObject({
      ok: false,
      error: { code: 'key-exposed', path: join(folder, 'seal-001.key') },
    });
  });
});

describe('a key that is missing', () => {
  it.each(['messages.db', 'messages.db-wal'])('is not made beside %s, and nothing else is', (name) => {
    const folder = dataFolder();
    writeFileSync(join(folder, name), 'cipher text');
    const database = join(folder, 'messages.db');
    const path = join(folder, 'keys', 'store.key');
    expect(new FileVault(path, random, database).storeKey()).toMatchObject({
      ok: false,
      error: { code: 'key-missing', path, cure: expect.stringContaining('put the key file back') as string },
    });
    expect(loadSealKeys(join(folder, 'seal'), random, database)).toMatchObject({
      ok: false,
      error: { code: 'key-missing', path: join(folder, 'seal', 'seal-001.key') },
    });
    expect(readdirSync(folder, { recursive: true }).toSorted()).toEqual([name, 'seal'].toSorted());
  });

  it('is made where the database is still to be made', () => {
    const folder = dataFolder();
    writeFileSync(join(folder, 'messages.db'), '');
    const vault = new FileVault(join(folder, 'store.key'), random, join(folder, 'messages.db'));
    expect(vault.storeKey().ok).toBe(true);
  });
});

function addKey(folder: string, name: string): void {
  writeFileSync(join(folder, name), Buffer.alloc(32, 7), { mode: 0o600 });
}
