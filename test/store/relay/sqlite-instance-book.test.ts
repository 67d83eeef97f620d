import { openSync } from 'node:fs';
import Database from 'better-sqlite3';
import { expect, it } from 'vitest';
import { deviceAgeMs } from '../../../src/domain/time.ts';
import { migrate } from '../../../src/store/database/migrate.ts';
import { SqliteDatabase } from '../../../src/store/database/sqlite-database.ts';
import { RELAY_SCHEMA } from '../../../src/store/relay/relay-schema.ts';
import { SqliteInstanceBook } from '../../../src/store/relay/sqlite-instance-book.ts';
import { describeInstanceBook } from '../../contract/instance-book.contract.ts';
import { MemoryInstanceBook } from '../../support/memory-store/memory-instance-book.ts';
import { bob, valueOf } from '../../support/store-fixtures.ts';

function open(): { readonly database: SqliteDatabase; readonly book: SqliteInstanceBook } {
  const connection = new Database(':memory:');
  valueOf(migrate(connection, RELAY_SCHEMA));
  const database = new SqliteDatabase(connection, openSync('/dev/null', 'r'));
  return { database, book: new SqliteInstanceBook(database) };
}

describeInstanceBook('SqliteInstanceBook', () => open().book);
describeInstanceBook('MemoryInstanceBook', () => new MemoryInstanceBook());

it('a book that is closed refuses to write and throws on reading', () => {
  const { database, book } = open();
  database.close();
  const seen = { user: bob, instance: '', isOwn: true, seenAgeMs: deviceAgeMs(1) };
  expect(book.saveAllOf(bob, [seen])).toEqual({ ok: false, error: 'closed' });
  expect(() => book.all()).toThrow(/closed/);
});
