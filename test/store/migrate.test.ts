import { join } from 'node:path';
import Database from 'better-sqlite3';
import { describe, expect, it } from 'vitest';
import { HANDSET_SCHEMA } from '../../src/store/handset-schema.ts';
import { migrate } from '../../src/store/migrate.ts';
import type { Schema } from '../../src/store/migration.ts';
import { openEncryptedDatabase } from '../../src/store/open-encrypted-database.ts';
import { openHandsetStore } from '../../src/store/open-handset-store.ts';
import { RELAY_SCHEMA } from '../../src/store/relay-schema.ts';
import type { SqliteDatabase } from '../../src/store/sqlite-database.ts';
import { dataFolder } from './data-folder.ts';
import { incoming, valueOf } from './fixtures.ts';
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

describe('migrating', () => {
  const schema: Schema = {
    applicationId: 7,
    migrations: [
      { version: 1, sql: 'CREATE TABLE first (a TEXT)' },
      { version: 2, sql: 'CREATE TABLE second (a TEXT); CREATE TABLE third (broken' },
    ],
  };

  it('leaves a whole version when a step fails', () => {
    const connection = new Database(':memory:');
    expect(() => migrate(connection, schema)).toThrow(/incomplete input/);
    expect(connection.pragma('user_version', { simple: true })).toBe(1);
    expect(connection.prepare('SELECT name FROM sqlite_schema').pluck().all()).toEqual(['first']);
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
    const next = { version: 2, sql: 'CREATE TABLE later (a TEXT) STRICT' };
    const newer: Schema = { ...HANDSET_SCHEMA, migrations: [...HANDSET_SCHEMA.migrations, next] };
    valueOf(openEncryptedDatabase(location, newer, itself)).view.close();
    expect(openHandsetStore(location)).toMatchObject({ ok: false, error: { code: 'from-the-future', path } });
    const again = valueOf(openEncryptedDatabase(location, newer, itself)).view;
    expect(again.prepare<[], number>('SELECT count(*) FROM message').pluck().get()).toBe(1);
    again.close();
  });
});
