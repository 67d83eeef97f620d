import { openSync } from 'node:fs';
import Database from 'better-sqlite3';
import { describe, expect, it } from 'vitest';
import { ageAtStart } from '../../../src/domain/device-age.ts';
import { epochMs } from '../../../src/domain/time.ts';
import { migrate } from '../../../src/store/database/migrate.ts';
import { RELAY_SCHEMA } from '../../../src/store/relay/relay-schema.ts';
import { SqliteDatabase } from '../../../src/store/database/sqlite-database.ts';
import { SqliteRelayQueue } from '../../../src/store/relay/sqlite-relay-queue.ts';
import { bob, valueOf } from '../../support/store-fixtures.ts';

const HOUR_MS = 3_600_000;
const STORED_MS = Date.UTC(2026, 10, 23, 12);

/** A queue as version 1 wrote it, brought to the newest version. */
function migrated(storedAtMs: readonly number[]): SqliteRelayQueue {
  const connection = new Database(':memory:');
  valueOf(migrate(connection, { ...RELAY_SCHEMA, migrations: RELAY_SCHEMA.migrations.slice(0, 1) }));
  const insert = connection.prepare(
    `INSERT INTO request (sender, recipient, stored_at_ms, expires_at_ms, sealed)
     VALUES ('sip:alice@example.org', 'sip:bob@example.org', ?, ?, x'00')`,
  );
  for (const atMs of storedAtMs) insert.run(atMs, atMs + 72 * HOUR_MS);
  valueOf(migrate(connection, RELAY_SCHEMA));
  return new SqliteRelayQueue(new SqliteDatabase(connection, openSync('/dev/null', 'r')));
}

describe('a queue from before the relay had an age of its own', () => {
  it.each([
    ['right after the last message', STORED_MS, 72 * HOUR_MS],
    ['10 h later', STORED_MS + 10 * HOUR_MS, 62 * HOUR_MS],
    ['by a clock that was set back', 0, 72 * HOUR_MS],
  ])('keeps the life that a message has left, opened %s', (_when, wallMs, leftMs) => {
    const queue = migrated([STORED_MS - 20 * HOUR_MS, STORED_MS]);
    const rows = queue.waitingFor(bob, 10);
    const ageMs = ageAtStart(queue.savedAge(), epochMs(wallMs), null);
    expect(rows.map(({ expiresAtAgeMs }) => expiresAtAgeMs - ageMs)).toEqual([leftMs - 20 * HOUR_MS, leftMs]);
    expect(rows[1]).toMatchObject({ storedAtMs: STORED_MS, fromAgeMs: STORED_MS, sealed: Uint8Array.of(0) });
    queue.close();
  });

  it('has no age yet when it is empty', () => {
    const queue = migrated([]);
    expect(queue.savedAge()).toBeNull();
    queue.close();
  });
});
