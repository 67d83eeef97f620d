import { join } from 'node:path';
import { expect, it } from 'vitest';
import { HANDSET_SCHEMA } from '../../../src/store/handset/handset-schema.ts';
import { openEncryptedDatabase } from '../../../src/store/database/open-encrypted-database.ts';
import type { SqliteDatabase } from '../../../src/store/database/sqlite-database.ts';
import { SqliteMessageStore } from '../../../src/store/history/sqlite-message-store.ts';
import { dataFolder } from '../database/data-folder.ts';
import { bob, carol, incoming, received, valueOf } from '../../support/store-fixtures.ts';
import { STORE_KEY } from '../database/store-key.ts';

interface Opened {
  readonly database: SqliteDatabase;
  readonly messages: SqliteMessageStore;
}

function open(): Opened {
  const location = { path: join(dataFolder(), 'handset.db'), key: STORE_KEY };
  const views = (database: SqliteDatabase) => ({ database, messages: new SqliteMessageStore(database) });
  return valueOf(openEncryptedDatabase(location, HANDSET_SCHEMA, views)).view;
}

it('a message that was removed is known again when it comes a second time, and another under its id is told apart', () => {
  const { database, messages } = open();
  received(messages, incoming('m0'));
  const { sequence } = received(messages, incoming('m1', { owesDeliveryReport: true }));
  valueOf(
    database.write(() => database.prepare<[number], never>('DELETE FROM event WHERE sequence = ?').run(sequence)),
  );
  expect(messages.find(sequence)).toBeNull();
  for (const [body, kind] of [
    ['text of m1', 'duplicate'],
    ['another text', 'conflict'],
  ] as const) {
    const again = messages.addIncoming(incoming('m1', { body, owesDeliveryReport: true }));
    expect(again).toEqual({ ok: true, value: { kind, message: null } });
  }
  expect(messages.events(bob, { beforeSequence: null, limit: 10 })).toHaveLength(1);
  expect(messages.owedReports()).toEqual([]);
  expect(received(messages, incoming('m1', { peer: carol })).sequence).toBeGreaterThan(sequence);
  database.close();
});

it('a message whose whole thread was removed is known again too', () => {
  const { database, messages } = open();
  received(messages, incoming('m1'));
  const remove = (table: string) => database.prepare<[], never>(`DELETE FROM ${table}`).run();
  valueOf(database.write(() => ['search', 'search_pair', 'event', 'thread'].map(remove)));
  expect(valueOf(messages.addIncoming(incoming('m1')))).toEqual({ kind: 'duplicate', message: null });
  expect(messages.threads({ filter: '', limit: 10, offset: 0 })).toEqual([]);
  database.close();
});
