import { cpSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { describe, expect, it } from 'vitest';
import { logFrames } from '../../../src/store/database/lost-changes.ts';
import type { Schema } from '../../../src/store/database/migration.ts';
import { openEncryptedDatabase } from '../../../src/store/database/open-encrypted-database.ts';
import { openHandsetStore } from '../../../src/store/handset/open-handset-store.ts';
import { openRelayQueue } from '../../../src/store/relay/open-relay-queue.ts';
import { addOne } from '../../support/add-one.ts';
import { incoming, request, valueOf } from '../../support/store-fixtures.ts';
import { dataFolder } from './data-folder.ts';
import { STORE_KEY } from './store-key.ts';

const LOST = { transactions: 1, copyPath: null };
const opened = (path: string) => valueOf(openHandsetStore({ path, key: STORE_KEY, lockTimeoutMs: 0 }));

/** The file alone, as it is while a handset has it open with a message in its log. */
function fileWithoutItsLog(): string {
  const path = join(dataFolder(), 'handset.db');
  const store = opened(path);
  valueOf(store.messages.addIncoming(incoming('m1')));
  const copy = join(dataFolder(), 'copy.db');
  cpSync(path, copy);
  store.close();
  return copy;
}

describe('a database without its log', () => {
  it('is told when its last user did not close it, once', () => {
    const path = fileWithoutItsLog();
    const first = opened(path);
    expect(first.lostChanges).toEqual(LOST);
    first.close();
    const second = opened(path);
    expect(second.lostChanges).toBeNull();
    second.close();
  });

  it("is told of the relay's queue too", () => {
    const path = join(dataFolder(), 'queue.db');
    const location = { path, key: STORE_KEY, lockTimeoutMs: 0 };
    const { queue } = valueOf(openRelayQueue(location));
    valueOf(addOne(queue, request()));
    const copy = { ...location, path: join(dataFolder(), 'copy.db') };
    cpSync(path, copy.path);
    queue.close();
    const again = valueOf(openRelayQueue(copy));
    expect(again.lostChanges).toEqual(LOST);
    again.queue.close();
  });

  it('is no loss after a proper end, when there is no log', () => {
    const path = join(dataFolder(), 'handset.db');
    opened(path).close();
    for (let round = 0; round < 2; round++) {
      const store = opened(path);
      expect(store.lostChanges).toBeNull();
      store.close();
    }
  });

  it('is no loss after a kill, when the log is there, also an empty one', () => {
    const path = join(dataFolder(), 'handset.db');
    const store = opened(path);
    valueOf(store.messages.addIncoming(incoming('m1')));
    const copy = join(dataFolder(), 'copy.db');
    for (const end of ['', '-wal', '-mark']) cpSync(`${path}${end}`, `${copy}${end}`);
    store.close();
    const again = opened(copy);
    expect(again.lostChanges).toBeNull();
    again.close();
  });
});

describe('a database that cannot note that its log is expected', () => {
  const tables = { applicationId: 1, migrations: [{ version: 1, sql: 'CREATE TABLE one (value TEXT) STRICT' }] };
  const openedWith = (schema: Schema) =>
    openEncryptedDatabase({ path: join(dataFolder(), 'one.db'), key: STORE_KEY }, schema, (database) => database);

  it('because its medium is full is opened and closed all the same', () => {
    const full: Schema = {
      applicationId: 1,
      migrations: [{ ...tables.migrations[0]!, rewrite: (connection) => void connection.pragma('max_page_count = 1') }],
    };
    const database = valueOf(openedWith(full)).view;
    expect(database.prepare('SELECT * FROM one').all()).toEqual([]);
    const note = database.prepare("SELECT 1 FROM sqlite_schema WHERE name = 'log_expected'");
    expect(note.all()).toEqual([]);
    expect(() => {
      database.close();
    }).not.toThrow();
  });

  it('for another reason is not opened', () => {
    const misnamed = { version: 1, sql: 'CREATE VIEW log_expected AS SELECT 1 WHERE 0' };
    expect(openedWith({ applicationId: 1, migrations: [misnamed] })).toMatchObject({ error: { code: 'damaged' } });
  });
});

it('a database without a log has no frames in it', () => {
  const connection = new Database(':memory:');
  expect(logFrames(connection)).toBe(0);
  connection.close();
});
