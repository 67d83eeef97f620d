import type { Migration } from '../../database/migration.ts';

/**
 * The queue. For each user it also keeps how much is held for them as sender and as recipient, so that a limit is
 * checked without counting rows.
 */
export const queueMigration: Migration = {
  version: 1,
  sql: `
    CREATE TABLE request (
      position INTEGER PRIMARY KEY AUTOINCREMENT,
      sender TEXT NOT NULL,
      recipient TEXT NOT NULL,
      stored_at_ms REAL NOT NULL,
      expires_at_ms REAL NOT NULL,
      sealed BLOB NOT NULL
    ) STRICT;
    CREATE INDEX request_waiting ON request (recipient, position);
    CREATE INDEX request_expiring ON request (expires_at_ms, position);

    CREATE TABLE held (
      address TEXT NOT NULL,
      side TEXT NOT NULL CHECK (side IN ('from', 'to')),
      count INTEGER NOT NULL CHECK (count >= 0),
      bytes INTEGER NOT NULL CHECK (bytes >= 0),
      PRIMARY KEY (address, side)
    ) STRICT, WITHOUT ROWID;
  `,
};
