import { spawnSync } from 'node:child_process';
import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { describe, expect, it, vi } from 'vitest';
import { messageEvent } from '../../../src/domain/history/event.ts';
import { HANDSET_SCHEMA } from '../../../src/store/handset/handset-schema.ts';
import { openEncryptedDatabase } from '../../../src/store/database/open-encrypted-database.ts';
import { openHandsetStore } from '../../../src/store/handset/open-handset-store.ts';
import { openRelayQueue } from '../../../src/store/relay/open-relay-queue.ts';
import { dataFolder } from './data-folder.ts';
import { bob, incoming, request, received, valueOf } from '../../support/store-fixtures.ts';
import { STORE_KEY } from './store-key.ts';
import { addOne } from '../../support/add-one.ts';

const CANARY = 'CANARY-3f9a';
const open = (path: string, key = STORE_KEY) => openHandsetStore({ path, key, lockTimeoutMs: 0 });
const failureOf = (path: string, key = STORE_KEY) => {
  const opened = open(path, key);
  if (opened.ok) opened.value.close();
  return opened.ok ? null : opened.error;
};

describe('the encrypted file', () => {
  it('shows no text, address, name, draft or setting, in the file or beside it', () => {
    const folder = dataFolder();
    const store = valueOf(open(join(folder, 'handset.db')));
    valueOf(store.messages.addIncoming(incoming('m1', { body: `text ${CANARY}` })));
    valueOf(store.contacts.saveContact({ address: bob, name: CANARY, favourite: true }));
    valueOf(store.drafts.saveDraft(bob, { text: CANARY, cursor: 0 }));
    valueOf(store.settings.saveSetting('key', CANARY));
    const bytesOf = (name: string) => readFileSync(join(folder, name));
    const whileOpen = readdirSync(folder).map((name) => [name, bytesOf(name)] as const);
    store.close();
    const afterClose = readdirSync(folder).map((name) => [name, bytesOf(name)] as const);
    expect(whileOpen.map(([name]) => name)).toEqual(['handset.db', 'handset.db-mark', 'handset.db-wal']);
    expect(afterClose.map(([name]) => name)).toEqual(['handset.db']);
    for (const [name, bytes] of [...whileOpen, ...afterClose]) {
      for (const word of [CANARY, CANARY.toLowerCase(), 'example.org', 'CREATE TABLE', 'SQLite format 3']) {
        expect(bytes.includes(word), `${word} in ${name}`).toBe(false);
      }
    }
  });

  it('shows nothing of what the relay holds, addresses included', () => {
    const folder = dataFolder();
    const path = join(folder, 'queue.db');
    const { queue } = valueOf(openRelayQueue({ path, key: STORE_KEY }));
    valueOf(addOne(queue, request({ sealed: Buffer.from(CANARY) })));
    for (const name of readdirSync(folder)) {
      expect(readFileSync(join(folder, name)).includes(CANARY)).toBe(false);
      expect(readFileSync(join(folder, name)).includes('example.org')).toBe(false);
    }
    queue.close();
  });

  it('can be read by its owner only, whatever the umask and its earlier mode', () => {
    const folder = join(dataFolder(), 'new', 'data');
    const path = join(folder, 'handset.db');
    const modeOf = (name: string) => statSync(name).mode & 0o777;
    const before = process.umask(0);
    try {
      const store = valueOf(open(path));
      valueOf(store.messages.addIncoming(incoming('m1')));
      expect([modeOf(folder), modeOf(path), modeOf(`${path}-wal`)]).toEqual([0o700, 0o600, 0o600]);
      store.close();
      chmodSync(path, 0o644);
      valueOf(open(path)).close();
      expect(modeOf(path)).toBe(0o600);
    } finally {
      process.umask(before);
    }
  });

  it('syncs each transaction, still after the first write, and keeps scratch data off the disk', () => {
    const location = { path: join(dataFolder(), 'handset.db'), key: STORE_KEY };
    for (let start = 0; start < 2; start++) {
      const { view } = valueOf(openEncryptedDatabase(location, HANDSET_SCHEMA, (database) => database));
      const pragma = (name: string) => view.prepare<[], unknown>(`PRAGMA ${name}`).pluck().get();
      valueOf(view.write(() => view.prepare('INSERT INTO setting (key, value) VALUES (?, ?)').run(`k${start}`, 'v')));
      const found = [
        'synchronous',
        'journal_mode',
        'temp_store',
        'secure_delete',
        'foreign_keys',
        'trusted_schema',
      ].map(pragma);
      expect(found).toEqual([2, 'wal', 2, 1, 1, 0]);
      view.close();
    }
  });

  it('keeps everything when it is opened again', () => {
    const path = join(dataFolder(), 'handset.db');
    const first = valueOf(open(path));
    const message = received(first.messages, incoming('m1'));
    first.close();
    const second = valueOf(open(path));
    expect(second.messages.find(message.sequence)).toEqual(messageEvent(message));
    expect(second.lostChanges).toBeNull();
    second.close();
  });

  it.each([
    ['log and mark', []],
    ['log', ['-mark']],
    ['mark', ['-wal']],
  ] as const)(
    'that is gone while its %s is still there is made anew, the loss is reported, and the log is kept',
    (left, removed) => {
      const [before, after] = [dataFolder(), dataFolder()];
      const store = valueOf(open(join(before, 'handset.db')));
      for (let index = 0; index < 5; index += 1) received(store.messages, incoming(`m${index}`));
      cpSync(before, after, { recursive: true });
      store.close();
      const path = join(after, 'handset.db');
      for (const end of ['', ...removed]) rmSync(`${path}${end}`);
      const log = existsSync(`${path}-wal`) ? readFileSync(`${path}-wal`) : null;
      const anew = valueOf(open(path));
      // Without a mark nobody knows whether the last of the five had been durable.
      expect(anew.lostChanges?.transactions).toBeGreaterThanOrEqual(left === 'log' ? 4 : 5);
      expect(anew.lostChanges?.copyPath).toBe(log === null ? null : `${path}-wal.damaged`);
      if (log !== null) expect(readFileSync(`${path}-wal.damaged`)).toEqual(log);
      anew.close();
      const later = valueOf(open(path));
      expect(later.lostChanges).toBeNull();
      later.close();
    },
  );

  it.each([
    ['empty', new Uint8Array(0)],
    ['short', new Uint8Array(31).fill(7)],
    ['long', new Uint8Array(33).fill(7)],
    ['all zero', new Uint8Array(32)],
  ])('refuses a key that is %s, and makes no file', (_, key) => {
    const path = join(dataFolder(), 'handset.db');
    expect(() => open(path, key)).toThrow(RangeError);
    expect(existsSync(path)).toBe(false);
  });

  it('leaves nothing of itself open, whether it was opened or refused', () => {
    const folder = dataFolder();
    const [path, plainPath] = [join(folder, 'handset.db'), join(folder, 'plain.db')];
    const plain = new Database(plainPath);
    plain.exec('CREATE TABLE message (body TEXT)');
    plain.close();
    const openFiles = () =>
      readdirSync('/proc/self/fd').filter((file) => {
        try {
          return readlinkSync(`/proc/self/fd/${file}`).startsWith(folder);
        } catch {
          return false;
        }
      }).length;
    const store = valueOf(open(path));
    valueOf(store.messages.addIncoming(incoming('m1')));
    store.close();
    expect(openFiles()).toBe(0);
    const wrongKey = STORE_KEY.map((byte) => byte ^ 1);
    expect([failureOf(path, wrongKey)?.code, failureOf(plainPath)?.code]).toEqual([
      'key-does-not-fit',
      'not-encrypted',
    ]);
    const relayKind = openRelayQueue({ path, key: STORE_KEY });
    expect(relayKind).toMatchObject({ ok: false, error: { code: 'wrong-kind' } });
    expect(openFiles()).toBe(0);
  });

  it('is refused when what encrypts it has done nothing, before anything of the owner is written into it', () => {
    const path = join(dataFolder(), 'handset.db');
    const setKey = vi.spyOn(Database.prototype as unknown as { key: () => number }, 'key').mockReturnValue(0);
    expect(() => open(path)).toThrow(/is not encrypted/);
    setKey.mockRestore();
    expect(failureOf(path)?.code).toBe('not-encrypted');
  });

  it('keeps the caller’s key as it was', () => {
    const key = Uint8Array.from(STORE_KEY);
    valueOf(open(join(dataFolder(), 'handset.db'), key)).close();
    expect(key).toEqual(STORE_KEY);
  });
});

describe('opening is refused, naming the cure and changing nothing,', () => {
  it('with another key', () => {
    const path = join(dataFolder(), 'handset.db');
    valueOf(open(path)).close();
    const before = readFileSync(path);
    expect(
      failureOf(
        path,
        STORE_KEY.map((byte) => byte ^ 1),
      ),
    ).toMatchObject({
      code: 'key-does-not-fit',
      path,
      cure: expect.stringMatching(/put back the key file/) as string,
    });
    expect(readFileSync(path)).toEqual(before);
    valueOf(open(path)).close();
  });

  it('when the file is not encrypted', () => {
    const path = join(dataFolder(), 'handset.db');
    const plain = new Database(path);
    plain.exec('CREATE TABLE message (body TEXT)');
    plain.close();
    const before = readFileSync(path);
    expect(failureOf(path)?.code).toBe('not-encrypted');
    expect(readFileSync(path)).toEqual(before);
  });

  it('when it is no database at all', () => {
    const path = join(dataFolder(), 'handset.db');
    writeFileSync(path, 'x'.repeat(9_000));
    expect(failureOf(path)?.code).toBe('key-does-not-fit');
    expect(readFileSync(path, 'latin1')).toBe('x'.repeat(9_000));
  });

  it('while another store of this process has it open, which goes on undisturbed', () => {
    const path = join(dataFolder(), 'handset.db');
    const first = valueOf(open(path));
    expect(failureOf(path)?.code).toBe('in-use');
    valueOf(first.messages.addIncoming(incoming('m1')));
    first.close();
    expect(failureOf(path)).toBeNull();
  });

  it('while another process has it open', () => {
    const path = join(dataFolder(), 'handset.db');
    const first = valueOf(open(path));
    const tryToOpen = () =>
      spawnSync(process.execPath, [join(import.meta.dirname, 'open-child.ts'), path], { encoding: 'utf8' });
    const second = tryToOpen();
    expect(second.stdout, second.stderr).toBe('in-use');
    first.close();
    expect(tryToOpen().stdout).toBe('opened');
  });

  it('when it belongs to another program', () => {
    const path = join(dataFolder(), 'queue.db');
    valueOf(openRelayQueue({ path, key: STORE_KEY })).queue.close();
    expect(failureOf(path)?.code).toBe('wrong-kind');
  });

  it('when the folder cannot be made', () => {
    const path = join(dataFolder(), 'file');
    writeFileSync(path, '');
    expect(failureOf(join(path, 'handset.db'))).toMatchObject({ code: 'unwritable' });
  });

  it('when a folder stands in the place of the file', () => {
    const path = join(dataFolder(), 'handset.db');
    mkdirSync(path);
    expect(failureOf(path)?.code).toBe('unwritable');
  });
});
