import { openSync } from 'node:fs';
import Database from 'better-sqlite3';
import { expect, it } from 'vitest';
import { migrate } from '../../../src/store/database/migrate.ts';
import { RELAY_SCHEMA } from '../../../src/store/relay/relay-schema.ts';
import { SqliteDatabase } from '../../../src/store/database/sqlite-database.ts';
import { SqliteRelayQueue } from '../../../src/store/relay/sqlite-relay-queue.ts';
import { carol, request, valueOf } from '../../support/store-fixtures.ts';
import { addOne } from '../../support/add-one.ts';

it('the queue keeps no trace of users from whom and for whom it holds nothing any more', () => {
  const connection = new Database(':memory:');
  valueOf(migrate(connection, RELAY_SCHEMA));
  const queue = new SqliteRelayQueue(new SqliteDatabase(connection, openSync('/dev/null', 'r')));
  const addresses = () => connection.prepare('SELECT DISTINCT address FROM held ORDER BY address').pluck().all();
  const first = valueOf(addOne(queue, request()));
  const second = valueOf(addOne(queue, request({ to: carol })));
  expect(addresses()).toEqual(['sip:alice@example.org', 'sip:bob@example.org', 'sip:carol@example.org']);
  valueOf(queue.change({ add: [], remove: [first.position] }));
  expect(addresses()).toEqual(['sip:alice@example.org', 'sip:carol@example.org']);
  valueOf(queue.change({ add: [], remove: [second.position] }));
  expect(addresses()).toEqual([]);
  queue.close();
});
