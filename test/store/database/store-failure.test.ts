import { copyFileSync, existsSync, mkdirSync, openSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { describe, expect, it, onTestFinished } from 'vitest';
import { epochMs } from '../../../src/domain/time.ts';
import { StoreUnavailable } from '../../../src/ports/store/store-unavailable.ts';
import { CommitMarkWriter } from '../../../src/store/database/commit-mark.ts';
import { HANDSET_SCHEMA } from '../../../src/store/handset/handset-schema.ts';
import { migrate } from '../../../src/store/database/migrate.ts';
import { openHandsetStore } from '../../../src/store/handset/open-handset-store.ts';
import { SqliteDatabase } from '../../../src/store/database/sqlite-database.ts';
import { openFailureCodeOf, storeFailureOf } from '../../../src/store/database/sqlite-failure.ts';
import { SqliteContactStore } from '../../../src/store/handset/sqlite-contact-store.ts';
import { SqliteMessageStore } from '../../../src/store/history/sqlite-message-store.ts';
import { dataFolder } from './data-folder.ts';
import { befriend, bob, incoming, outgoing, valueOf } from '../../support/store-fixtures.ts';
import { STORE_KEY } from './store-key.ts';

/** A store whose connection the test can squeeze. */
function storeInMemory() {
  const connection = new Database(':memory:');
  valueOf(migrate(connection, HANDSET_SCHEMA));
  const database = new SqliteDatabase(connection, openSync('/dev/null', 'r'));
  const messages = new SqliteMessageStore(database);
  befriend(new SqliteContactStore(database), bob);
  return { connection, messages };
}

describe('a store that cannot write', () => {
  it('answers disk-full, keeps no half of a change, and works again once there is room', () => {
    const { connection, messages } = storeInMemory();
    valueOf(messages.addIncoming(incoming('m1')));
    const pages = Number(connection.pragma('page_count', { simple: true }));
    connection.pragma(`max_page_count = ${pages}`);
    const large = incoming('m2', { body: 'x'.repeat(60_000) });
    expect(messages.addIncoming(large)).toEqual({ ok: false, error: 'disk-full' });
    expect(messages.addOutgoing(outgoing('o1', { body: 'x'.repeat(60_000) }))).toEqual({
      ok: false,
      error: 'disk-full',
    });
    expect(messages.unreadCount()).toBe(1);
    expect(messages.events(bob, { beforeSequence: null, limit: 10 })).toHaveLength(1);
    expect(messages.lastOutgoing()).toBeNull();
    connection.pragma('max_page_count = 100000');
    expect(valueOf(messages.addIncoming(large)).kind).toBe('stored');
  });

  it('answers read-only, and keeps reading', () => {
    const { connection, messages } = storeInMemory();
    valueOf(messages.addIncoming(incoming('m1')));
    connection.pragma('query_only = ON');
    expect(messages.addIncoming(incoming('m2'))).toEqual({ ok: false, error: 'read-only' });
    expect(messages.markRead(bob, 9, epochMs(1))).toEqual({ ok: false, error: 'read-only' });
    expect(messages.unreadCount()).toBe(1);
  });

  it('reports a kept change as kept although the length of the log cannot be noted', () => {
    const connection = new Database(':memory:');
    let fails = false;
    const logFrames = (): number => {
      if (fails) throw new Database.SqliteError('test', 'SQLITE_IOERR');
      return 0;
    };
    const mark = new CommitMarkWriter(join(dataFolder(), 'handset.db'), logFrames, 0);
    const database = new SqliteDatabase(connection, openSync('/dev/null', 'r'), mark);
    fails = true;
    expect(database.write(() => 'kept')).toEqual({ ok: true, value: 'kept' });
  });

  it('throws for a bug of ours, and undoes the change', () => {
    const { messages } = storeInMemory();
    expect(() => messages.addIncoming(incoming('m1', { receivedAtMs: epochMs(NaN) }))).toThrow(/NOT NULL/);
    expect(messages.threads({ filter: '', limit: 10, offset: 0 })).toEqual([]);
  });
});

describe('a damaged file', () => {
  const COUNT = 300;

  /** What a store that was opened over `bytes` gives back, or the failure that it names. */
  function readBack(path: string, bytes: Buffer): string {
    writeFileSync(path, bytes);
    const opened = openHandsetStore({ path, key: STORE_KEY });
    if (!opened.ok) return opened.error.code;
    try {
      const events = opened.value.messages.events(bob, { beforeSequence: null, limit: 1_000 });
      return events.map((event) => (event.kind === 'message' ? event.message.body : event.kind)).join();
    } catch (error) {
      if (error instanceof StoreUnavailable) return error.failure;
      throw error;
    } finally {
      opened.value.close();
    }
  }

  it('is noticed wherever a bit was flipped: no page reads as something else', () => {
    const path = join(dataFolder(), 'handset.db');
    const store = valueOf(openHandsetStore({ path, key: STORE_KEY }));
    befriend(store.contacts, bob);
    for (let index = 0; index < COUNT; index++) valueOf(store.messages.addIncoming(incoming(`m${index}`)));
    store.close();
    const whole = readFileSync(path);
    const right = Array.from({ length: COUNT }, (_, index) => `text of m${index}`).join();
    expect(readBack(path, whole)).toBe(right);
    const answers = new Set<string>();
    for (let page = 0; page * 4_096 < whole.length; page++) {
      const bytes = Buffer.from(whole);
      bytes[page * 4_096 + ((page * 389) % 4_096)]! ^= 1;
      const answer = readBack(path, bytes);
      // Right when the flipped page was one that this reading did not need.
      expect([right, 'damaged', 'key-does-not-fit']).toContain(answer);
      answers.add(answer);
    }
    expect(answers).toContain('damaged');
  });

  const sqlite = (code: string) => new Database.SqliteError('test', code);
  const system = (code: string) => Object.assign(new Error('test'), { code });

  it.each([
    ['SQLITE_FULL', 'disk-full', 'disk-full'],
    ['SQLITE_READONLY', 'read-only', 'unwritable'],
    ['SQLITE_READONLY_DBMOVED', 'read-only', 'unwritable'],
    ['SQLITE_PERM', 'read-only', 'unwritable'],
    ['SQLITE_AUTH', 'read-only', 'unwritable'],
    ['SQLITE_CANTOPEN', 'read-only', 'unwritable'],
    ['SQLITE_BUSY', 'read-only', 'in-use'],
    ['SQLITE_LOCKED', 'read-only', 'in-use'],
    ['SQLITE_CORRUPT', 'damaged', 'damaged'],
    ['SQLITE_CORRUPT_VTAB', 'damaged', 'damaged'],
    ['SQLITE_NOTADB', 'damaged', 'key-does-not-fit'],
    ['SQLITE_IOERR_WRITE', 'read-only', 'unwritable'],
    ['SQLITE_IOERR_TRUNCATE', 'read-only', 'unwritable'],
    ['SQLITE_IOERR_FSYNC', 'damaged', 'damaged'],
    ['SQLITE_ERROR', null, 'damaged'],
    ['SQLITE_CONSTRAINT_UNIQUE', null, null],
    ['SQLITE_MISUSE', null, null],
  ])('is told apart from a full or read-only one by the code of SQLite: %s', (code, duringUse, duringOpen) => {
    expect([storeFailureOf(sqlite(code)), openFailureCodeOf(sqlite(code))]).toEqual([duringUse, duringOpen]);
  });

  it.each([
    ['ENOSPC', 'disk-full'],
    ['EDQUOT', 'disk-full'],
    ['EIO', 'damaged'],
    ['EROFS', 'unwritable'],
    ['EACCES', 'unwritable'],
    ['ERR_OUT_OF_RANGE', null],
  ])('is told apart from a full or read-only one by the code of the file system: %s', (code, meaning) => {
    expect([storeFailureOf(system(code)), openFailureCodeOf(system(code))]).toEqual([null, meaning]);
  });

  it('is told apart from a bug of ours', () => {
    expect(storeFailureOf(new Error('SQLITE_FULL'))).toBeNull();
    for (const bug of [new TypeError('bug'), { code: 'EIO' }, Object.assign(new Error('bug'), { code: 5 })]) {
      expect(openFailureCodeOf(bug)).toBeNull();
    }
  });
});

describe('a write-ahead log', () => {
  const FRAME_BYTES = 24 + 4_096;

  /** The files of a store that holds 20 messages, as they stand before it is closed. */
  function filesInUse(): Readonly<Record<'' | '-wal' | '-mark', Buffer>> {
    const path = join(dataFolder(), 'handset.db');
    valueOf(openHandsetStore({ path, key: STORE_KEY })).close();
    const store = valueOf(openHandsetStore({ path, key: STORE_KEY }));
    for (let index = 0; index < 20; index++) valueOf(store.messages.addIncoming(incoming(`m${index}`)));
    const files = {
      '': readFileSync(path),
      '-wal': readFileSync(`${path}-wal`),
      '-mark': readFileSync(`${path}-mark`),
    };
    store.close();
    return files;
  }

  /**
   * With the mark of the last commit, as after damage; or without, as after a power cut, which takes it or leaves an
   * older one.
   */
  function reopened(files: ReturnType<typeof filesInUse>, log: Buffer | null, mark: 'with' | 'without') {
    const path = join(dataFolder(), 'copy.db');
    writeFileSync(path, files['']);
    if (log !== null) writeFileSync(`${path}-wal`, log);
    if (mark === 'with') writeFileSync(`${path}-mark`, files['-mark']);
    const store = valueOf(openHandsetStore({ path, key: STORE_KEY }));
    const kept = store.messages.unreadCount();
    const toldAgain = (): unknown => {
      const later = {
        '': readFileSync(path),
        '-wal': readFileSync(`${path}-wal`),
        '-mark': readFileSync(`${path}-mark`),
      };
      store.close();
      return reopened(later, later['-wal'], 'with').lostChanges;
    };
    onTestFinished(() => {
      store.close();
    });
    return { kept, lostChanges: store.lostChanges, toldAgain };
  }

  function reopenedWith(change: (log: Buffer) => Buffer) {
    const files = filesInUse();
    const { kept, lostChanges } = reopened(files, change(files['-wal']), 'without');
    return { kept, lostChanges };
  }

  it('gives every message back after a power cut', () => {
    expect(reopenedWith((log) => log)).toEqual({ kept: 20, lostChanges: null });
  });

  it('with a torn tail loses only what was never reported as durable, and reports no loss', () => {
    const { kept, lostChanges } = reopenedWith((log) => log.subarray(0, log.length - 100));
    expect(kept).toBe(19);
    expect(lostChanges).toBeNull();
  });

  it('that was whole at a power cut reports no loss, with a mark too', () => {
    const files = filesInUse();
    expect(reopened(files, files['-wal'], 'with')).toMatchObject({ kept: 20, lostChanges: null });
  });

  it('that was cut off after it was durable reports how many changes the medium lost', () => {
    const files = filesInUse();
    const log = files['-wal'];
    const seen = new Set<number>();
    for (let part = 0; part < 20; part++) {
      const cut = log.subarray(0, Math.floor((log.length * part) / 20 / 512) * 512);
      const { kept, lostChanges } = reopened(files, cut, 'with');
      expect(lostChanges?.transactions).toBeGreaterThanOrEqual(20 - kept);
      seen.add(kept);
    }
    expect(seen.size).toBeGreaterThan(10);
  });

  it.each([['its last transaction', -100], ...[3, 17, 20, 30].map((place) => ['its header', place] as const)] as const)(
    'with a flipped bit in %s (%i) reports the loss',
    (_name, place) => {
      const files = filesInUse();
      const log = files['-wal'];
      log[place < 0 ? log.length + place : place]! ^= 1;
      const { kept, lostChanges } = reopened(files, log, 'with');
      expect(lostChanges?.transactions).toBeGreaterThanOrEqual(20 - kept);
      expect(kept).toBeLessThan(20);
    },
  );

  it('that is gone is reported, and only once', () => {
    const { kept, lostChanges, toldAgain } = reopened(filesInUse(), null, 'with');
    expect(kept).toBeLessThan(20);
    expect(lostChanges).not.toBeNull();
    expect(toldAgain()).toBeNull();
  });

  it('that was begun anew many times reports no loss', () => {
    const path = join(dataFolder(), 'handset.db');
    const copy = join(dataFolder(), 'copy.db');
    const store = valueOf(openHandsetStore({ path, key: STORE_KEY }));
    befriend(store.contacts, bob);
    for (let index = 0; index < 700; index++) valueOf(store.messages.addIncoming(incoming(`m${index}`)));
    for (const end of ['', '-wal', '-mark']) copyFileSync(`${path}${end}`, `${copy}${end}`);
    store.close();
    const reopened = valueOf(openHandsetStore({ path: copy, key: STORE_KEY }));
    expect(reopened.messages.unreadCount()).toBe(700);
    expect(reopened.lostChanges).toBeNull();
    reopened.close();
  });

  it('with a flipped bit in the middle reports how many changes the medium lost, and is copied', () => {
    const { kept, lostChanges } = reopenedWith((log) => {
      const frames = (log.length - 32) / FRAME_BYTES;
      log[32 + Math.floor(frames / 2) * FRAME_BYTES + 500]! ^= 1;
      return log;
    });
    expect(kept).toBeLessThan(20);
    // Without a mark the last transaction cannot be told from one in flight, so it is not counted.
    expect(lostChanges?.transactions).toBe(20 - kept - 1);
    expect(existsSync(lostChanges?.copyPath ?? '')).toBe(true);
    expect(statSync(lostChanges?.copyPath ?? '').mode & 0o777).toBe(0o600);
  });

  it('that is damaged and cannot be copied, as on a full disk, is opened all the same', () => {
    const files = filesInUse();
    const path = join(dataFolder(), 'handset.db');
    writeFileSync(path, files['']);
    writeFileSync(`${path}-wal`, files['-wal'].subarray(0, files['-wal'].length >> 1));
    writeFileSync(`${path}-mark`, files['-mark']);
    mkdirSync(`${path}-wal.damaged`);
    const store = valueOf(openHandsetStore({ path, key: STORE_KEY }));
    expect(store.lostChanges).toMatchObject({ copyPath: null });
    expect(store.messages.unreadCount()).toBeGreaterThan(0);
    store.close();
  });
});
