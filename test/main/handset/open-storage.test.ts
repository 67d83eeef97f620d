import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { NodeRandom } from '../../../src/crypto/keys/node-random.ts';
import { openStorage, unreadableStorage } from '../../../src/main/handset/open-storage.ts';
import { StoreUnavailable } from '../../../src/ports/store/store-unavailable.ts';
import { incoming, valueOf } from '../../support/store-fixtures.ts';
import { isWiped } from '../support/handed-out-keys.ts';

vi.mock(import('../../../src/crypto/keys/key-file.ts'), async (importOriginal) =>
  (await import('../support/handed-out-keys.ts')).notingKeys(await importOriginal()),
);

const random = new NodeRandom();
let dataFolder: string;

beforeEach(() => {
  dataFolder = mkdtempSync(join(tmpdir(), 'handset-'));
});
afterEach(() => {
  rmSync(dataFolder, { recursive: true, force: true });
});

const open = () => openStorage(dataFolder, random);
const inFolder = (name: string): string => join(dataFolder, name);

it('what was stored is there at the next start, under the same key, of which no copy is left in memory', () => {
  const first = valueOf(open());
  expect(isWiped('store.key')).toBe(true);
  valueOf(first.messages.addIncoming(incoming('m1')));
  first.close();
  const second = valueOf(open());
  expect(second.messages.unreadCount()).toBe(1);
  second.close();
});

it('a key that opens nothing is not left in memory either', () => {
  valueOf(open()).close();
  writeFileSync(inFolder('store.key'), new Uint8Array(32).fill(9));
  expect(open()).toMatchObject({ error: { fault: 'key', code: 'key-does-not-fit', path: inFolder('messages.db') } });
  expect(isWiped('store.key')).toBe(true);
});

it('a folder that another process has open is told to nobody on the screen', () => {
  const first = valueOf(open());
  expect(open()).toMatchObject({ error: { fault: null, code: 'in-use', path: inFolder('messages.db') } });
  first.close();
});

it.each<[string, () => void, string, string, string]>([
  [
    'a key that others may read',
    () => {
      chmodSync(inFolder('store.key'), 0o644);
    },
    'key',
    'key-exposed',
    'store.key',
  ],
  [
    'half a key',
    () => {
      writeFileSync(inFolder('store.key'), 'half');
    },
    'key',
    'key-malformed',
    'store.key',
  ],
  [
    'a file of another kind',
    () => {
      writeFileSync(inFolder('messages.db'), 'x'.repeat(9_000));
    },
    'key',
    'key-does-not-fit',
    'messages.db',
  ],
])(
  '%s is told to the owner by what is wrong, and to whoever mends it by path and cure',
  (_, spoil, fault, code, file) => {
    valueOf(open()).close();
    spoil();
    const opened = open();
    expect(opened).toMatchObject({ ok: false, error: { fault, code, path: inFolder(file) } });
    if (!opened.ok) expect(opened.error.cure).not.toBe('');
  },
);

it('a store that broke while it was open is told with its file and a cure', () => {
  expect(unreadableStorage(dataFolder, new StoreUnavailable('damaged'))).toMatchObject({
    fault: 'damaged',
    path: inFolder('messages.db'),
    cure: expect.stringContaining('backup') as string,
  });
});
