import { openSync } from 'node:fs';
import Database from 'better-sqlite3';
import { beforeEach, describe, expect, it } from 'vitest';
import { messageOf } from '../../../../src/domain/history/event.ts';
import { HANDSET_SCHEMA } from '../../../../src/store/handset/handset-schema.ts';
import { migrate } from '../../../../src/store/database/migrate.ts';
import { SqliteDatabase } from '../../../../src/store/database/sqlite-database.ts';
import { SqliteContactStore } from '../../../../src/store/handset/sqlite-contact-store.ts';
import { SqliteMessageStore } from '../../../../src/store/history/sqlite-message-store.ts';
import { SqliteSearch } from '../../../../src/store/history/search/sqlite-search.ts';
import { alice, befriend, bob, carol, incoming, valueOf } from '../../../support/store-fixtures.ts';

describe('searching 3,000 messages of three peers', () => {
  let database: SqliteDatabase;
  let messages: SqliteMessageStore;
  const filtered = (filter: string) => messages.threads({ filter, limit: 10, offset: 0 }).map(({ peer }) => peer);

  beforeEach(() => {
    const connection = new Database(':memory:');
    valueOf(migrate(connection, HANDSET_SCHEMA));
    database = new SqliteDatabase(connection, openSync('/dev/null', 'r'));
    messages = new SqliteMessageStore(database);
    befriend(new SqliteContactStore(database), alice, bob, carol);
    for (let index = 0; index < 1_000; index++) {
      for (const [peer, word] of [
        [alice, 'common'],
        [bob, 'common'],
        [carol, 'other'],
      ] as const) {
        valueOf(messages.addIncoming(incoming(`m${index}`, { peer, body: `${word} text ${index}` })));
      }
    }
    valueOf(messages.addIncoming(incoming('rare', { peer: alice, body: 'needle' })));
  });

  it('finds a rare word by the index', () => {
    expect(new SqliteSearch(database).threadsWith('needle')?.size).toBe(1);
    expect(filtered('needle')).toEqual([alice]);
    expect(filtered('needles')).toEqual([]);
  });

  it('finds a word that is too common for the index too, and only in the right threads', () => {
    expect(new SqliteSearch(database).threadsWith('common')).toBeNull();
    expect(new SqliteSearch(database).threadsThatMayHave('common')).toHaveLength(2);
    expect(filtered('common')).toEqual([alice, bob]);
    const newest = messages.threads({ filter: 'common', limit: 10, offset: 0 }).map(({ match }) => match);
    expect(newest.map((event) => event !== null && messageOf(event)?.body)).toEqual([
      'common text 999',
      'common text 999',
    ]);
    expect(filtered('commot')).toEqual([]);
    expect(filtered('other')).toEqual([carol]);
  });

  it('finds a filter that is too short for trigrams, without looking at a text', () => {
    expect(new SqliteSearch(database).threadsWith('ne')?.size).toBe(1);
    expect(filtered('ee')).toEqual([alice]);
    expect(filtered('qz')).toEqual([]);
    expect(filtered('q')).toEqual([]);
    expect(filtered('9')).toEqual([alice, carol, bob]);
  });
});
