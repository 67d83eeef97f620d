import { openSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { describe, expect, it } from 'vitest';
import { HANDSET_SCHEMA } from '../../../src/store/handset/handset-schema.ts';
import { migrate } from '../../../src/store/database/migrate.ts';
import type { Schema } from '../../../src/store/database/migration.ts';
import { openEncryptedDatabase } from '../../../src/store/database/open-encrypted-database.ts';
import { openHandsetStore } from '../../../src/store/handset/open-handset-store.ts';
import { RELAY_SCHEMA } from '../../../src/store/relay/relay-schema.ts';
import { pairsOf } from '../../../src/store/history/search/search-text.ts';
import { SqliteDatabase } from '../../../src/store/database/sqlite-database.ts';
import { SqliteMessageStore } from '../../../src/store/history/sqlite-message-store.ts';
import { dataFolder } from './data-folder.ts';
import { incoming, received, valueOf } from '../../support/store-fixtures.ts';
import { STORE_KEY } from './store-key.ts';

const schemaOf = (connection: Database.Database) =>
  connection.prepare('SELECT type, name, sql FROM sqlite_schema ORDER BY type, name').all();

describe.each([
  ['handset', HANDSET_SCHEMA],
  ['relay', RELAY_SCHEMA],
])('the migrations of the %s', (_, schema) => {
  const versions = Array.from({ length: schema.migrations.length + 1 }, (_unused, version) => version);

  it.each(versions)('lead from version %i to the newest, the same as from nothing', (version) => {
    const fresh = new Database(':memory:');
    valueOf(migrate(fresh, schema));
    const older = new Database(':memory:');
    valueOf(migrate(older, { ...schema, migrations: schema.migrations.slice(0, version) }));
    expect(valueOf(migrate(older, schema))).toEqual({ from: version, to: schema.migrations.length });
    expect(schemaOf(older)).toEqual(schemaOf(fresh));
    expect(schemaOf(older).length).toBeGreaterThan(0);
  });

  it('make STRICT tables only', () => {
    const connection = new Database(':memory:');
    valueOf(migrate(connection, schema));
    const loose = connection
      .prepare(`SELECT name FROM pragma_table_list WHERE type = 'table' AND strict = 0 AND name NOT LIKE 'sqlite_%'`)
      .pluck()
      .all();
    expect(loose).toEqual([]);
  });
});

describe('version 2 of the handset', () => {
  it('takes the cause of a waiting or given up message from its last try, and gives others none', () => {
    const connection = new Database(':memory:');
    valueOf(migrate(connection, { ...HANDSET_SCHEMA, migrations: HANDSET_SCHEMA.migrations.slice(0, 1) }));
    connection.exec(`INSERT INTO thread VALUES (1, 'sip:bob@example.org', 'bob', 4, 0)`);
    const add = connection.prepare(
      `INSERT INTO message (sequence, thread_id, outgoing, id, body, at_ms, status, failure, give_up_at_age_ms)
       VALUES (?, 1, 1, ?, '', 0, ?, ?, 0)`,
    );
    const step = connection.prepare(`INSERT INTO step VALUES (?, ?, 0, ?, NULL, NULL, ?)`);
    for (const [sequence, status, failure] of [
      [1, 'waiting', null],
      [2, 'failed', 'not-sent-in-12-h'],
      [3, 'failed', 'unknown-number'],
      [4, 'sending', null],
    ] as const) {
      add.run(sequence, `m${sequence}`, status, failure);
      if (status === 'sending') continue;
      step.run(sequence, 1, 'try', 'server-fault');
      step.run(sequence, 2, 'try', 'login-refused');
      step.run(sequence, 3, status, failure);
    }
    valueOf(migrate(connection, HANDSET_SCHEMA));
    const causes = connection.prepare('SELECT cause FROM message ORDER BY sequence').pluck().all();
    expect(causes).toEqual(['login-refused', 'login-refused', null, null]);
  });
});

describe('version 3 of the handset', () => {
  it('finds earlier messages by one and two characters, and by address', () => {
    const connection = new Database(':memory:');
    valueOf(migrate(connection, { ...HANDSET_SCHEMA, migrations: HANDSET_SCHEMA.migrations.slice(0, 2) }));
    connection.exec(`
      INSERT INTO thread VALUES (1, 'sip:bob@example.org', 'sip:bob@example.org', 1, 0);
      INSERT INTO message (sequence, thread_id, outgoing, id, body, at_ms) VALUES (1, 1, 0, 'm1', 'Żó 🐢!', 0);
      INSERT INTO search VALUES (1, 1, 'żó 🐢!');
      INSERT INTO search_index (rowid, text) VALUES (4294967297, 'żó 🐢!')`);
    valueOf(migrate(connection, HANDSET_SCHEMA));
    const messages = new SqliteMessageStore(new SqliteDatabase(connection, openSync('/dev/null', 'r')));
    const found = (filter: string) => messages.threads({ filter, limit: 9, offset: 0 }).length;
    expect(['żó', 'ó ', '🐢', '🐢!', '!', 'bob', '@example.org'].map(found)).toEqual([1, 1, 1, 1, 1, 1, 1]);
    expect(['zz', 'q', '! ', 'sip', 'org'].map(found)).toEqual([0, 0, 0, 0, 0]);
    const fresh = [...pairsOf('zo 🐢!')].sort();
    expect(connection.prepare('SELECT pair FROM search_pair ORDER BY pair').pluck().all().sort()).toEqual(fresh);
  });
});

describe('version 6 of the handset', () => {
  it('finds earlier texts, names and addresses by what is typed for them, and keeps nothing of their old form', () => {
    const connection = new Database(':memory:');
    valueOf(migrate(connection, { ...HANDSET_SCHEMA, migrations: HANDSET_SCHEMA.migrations.slice(0, 5) }));
    connection.exec(`
      INSERT INTO thread (thread_id, address, search_address, last_sequence, unread, standing)
        VALUES (1, 'sip:Jörg@example.org', 'jörg@example.org', 3, 0, 'known');
      INSERT INTO contact (address, name, search_name, favourite) VALUES ('sip:Jörg@example.org', 'Łucja', 'łucja', 0)`);
    for (const [at, text, scanned] of [
      [1, 'łódź', 0],
      [2, 'plain', 0],
      [3, 'die straße', 1],
    ]) {
      connection.prepare(`INSERT INTO event (sequence, thread_id, kind, at_ms) VALUES (?, 1, 'message', 0)`).run(at);
      connection
        .prepare(`INSERT INTO message (sequence, outgoing, id, body) VALUES (?, 0, ?, ?)`)
        .run(at, `m${at}`, text);
      connection
        .prepare('INSERT INTO search (thread_id, sequence, text, scanned) VALUES (1, ?, ?, ?)')
        .run(at, text, scanned);
      if (scanned === 0) {
        connection.prepare('INSERT INTO search_index (rowid, text) VALUES (?, ?)').run(2 ** 32 + Number(at), text);
        const pairs = JSON.stringify([...pairsOf(String(text))]);
        connection.prepare('INSERT OR IGNORE INTO search_pair SELECT value, 1 FROM json_each(?)').run(pairs);
      }
    }
    valueOf(migrate(connection, HANDSET_SCHEMA));
    const messages = new SqliteMessageStore(new SqliteDatabase(connection, openSync('/dev/null', 'r')));
    const found = (filter: string) => messages.threads({ filter, limit: 9, offset: 0 }).length;
    expect(['lodz', 'Łódź', 'lo', 'strasse', 'plain', 'pl', 'jorg', 'lucja'].map(found)).toEqual([
      1, 1, 1, 1, 1, 1, 1, 1,
    ]);
    const pairs = new Set([...pairsOf('lodz'), ...pairsOf('plain')]);
    expect(connection.prepare('SELECT pair FROM search_pair ORDER BY pair').pluck().all()).toEqual([...pairs].sort());
    const indexed = connection.prepare('SELECT rowid FROM search_index WHERE search_index MATCH ?').pluck();
    expect([indexed.all('"łód"'), indexed.all('"lod"')]).toEqual([[], [2 ** 32 + 1]]);
  });
});

describe('version 4 of the handset', () => {
  /**
   * A file of version 3 that had three messages, of which those from `removedFrom` on are gone; no unreachable line.
   */
  function migrated(removedFrom: number): SqliteMessageStore {
    const connection = new Database(':memory:');
    valueOf(migrate(connection, { ...HANDSET_SCHEMA, migrations: HANDSET_SCHEMA.migrations.slice(0, 3) }));
    connection.exec(`INSERT INTO thread VALUES (1, 'sip:bob@example.org', 'bob@example.org', 1, 0)`);
    const add = connection.prepare(
      `INSERT INTO message (sequence, thread_id, outgoing, id, body, at_ms, read) VALUES (?, 1, 0, ?, '', 0, 1)`,
    );
    for (const sequence of [1, 2, 3]) add.run(sequence, `m${sequence}`);
    connection.exec(`DELETE FROM message WHERE sequence >= ${removedFrom}`);
    valueOf(migrate(connection, HANDSET_SCHEMA));
    return new SqliteMessageStore(new SqliteDatabase(connection, openSync('/dev/null', 'r')));
  }

  it.each([3, 1])('gives a new message the next sequence although messages from %i on were removed', (removedFrom) => {
    const messages = migrated(removedFrom);
    expect(received(messages, incoming('m4')).sequence).toBe(4);
  });
});

describe('migrating', () => {
  const schema: Schema = {
    applicationId: 7,
    migrations: [
      { version: 1, sql: 'CREATE TABLE first (a TEXT)' },
      { version: 2, sql: 'CREATE TABLE second (a TEXT); CREATE TABLE third (broken' },
    ],
  };

  it('leaves the file at a whole version when a step fails', () => {
    const connection = new Database(':memory:');
    expect(() => migrate(connection, schema)).toThrow(/incomplete input/);
    expect(connection.pragma('user_version', { simple: true })).toBe(1);
    expect(connection.prepare('SELECT name FROM sqlite_schema').pluck().all()).toEqual(['first']);
  });

  describe('a table that others refer to', () => {
    const rebuilt = (sql: string): Schema => ({
      applicationId: 7,
      migrations: [
        {
          version: 1,
          sql: `CREATE TABLE parent (a INTEGER PRIMARY KEY, b TEXT);
            CREATE TABLE child (a INTEGER REFERENCES parent ON DELETE CASCADE);
            INSERT INTO parent VALUES (1, 'one'), (2, 'two');
            INSERT INTO child VALUES (1), (2)`,
        },
        { version: 2, rebuildsTables: true, sql },
      ],
    });
    const rebuild = (kept: string) =>
      `CREATE TABLE other (a INTEGER PRIMARY KEY);
       INSERT INTO other SELECT a FROM parent ${kept};
       DROP TABLE parent;
       ALTER TABLE other RENAME TO parent`;
    const children = (connection: Database.Database) => connection.prepare('SELECT a FROM child').pluck().all();

    it('is rebuilt without losing those rows, and their references hold afterwards', () => {
      const connection = new Database(':memory:');
      valueOf(migrate(connection, rebuilt(rebuild(''))));
      expect(children(connection)).toEqual([1, 2]);
      connection.exec('DELETE FROM parent WHERE a = 1');
      expect(children(connection)).toEqual([2]);
    });

    it('is left as it was when a row would refer to nothing', () => {
      const connection = new Database(':memory:');
      expect(() => migrate(connection, rebuilt(rebuild('WHERE a = 1')))).toThrow(
        /migration 2 leaves rows of child that refer to nothing \(1 in all\)/,
      );
      expect(connection.pragma('user_version', { simple: true })).toBe(1);
      expect(connection.prepare('SELECT b FROM parent').pluck().all()).toEqual(['one', 'two']);
      expect(connection.pragma('foreign_keys', { simple: true })).toBe(1);
    });
  });

  it('throws on a gap in the numbers', () => {
    const gap = { ...schema, migrations: schema.migrations.slice(1) };
    expect(() => migrate(new Database(':memory:'), gap)).toThrow(/migration 2 stands where 1 belongs/);
  });

  it('refuses a file from the future and leaves its messages alone', () => {
    const path = join(dataFolder(), 'handset.db');
    const location = { path, key: STORE_KEY };
    const store = valueOf(openHandsetStore(location));
    valueOf(store.messages.addIncoming(incoming('m1')));
    store.close();
    const itself = (database: SqliteDatabase) => database;
    const next = { version: HANDSET_SCHEMA.migrations.length + 1, sql: 'CREATE TABLE later (a TEXT) STRICT' };
    const newer: Schema = { ...HANDSET_SCHEMA, migrations: [...HANDSET_SCHEMA.migrations, next] };
    valueOf(openEncryptedDatabase(location, newer, itself)).view.close();
    expect(openHandsetStore(location)).toMatchObject({ ok: false, error: { code: 'from-the-future', path } });
    const again = valueOf(openEncryptedDatabase(location, newer, itself)).view;
    expect(again.prepare<[], number>('SELECT count(*) FROM message').pluck().get()).toBe(1);
    again.close();
  });
});
