import type { Migration } from '../../database/migration.ts';

/** The devices of each account. */
export const instanceMigration: Migration = {
  version: 4,
  sql: `
    CREATE TABLE instance (
      address TEXT NOT NULL,
      instance TEXT NOT NULL,
      is_own INTEGER NOT NULL CHECK (is_own IN (0, 1)),
      seen_age_ms REAL NOT NULL,
      PRIMARY KEY (address, instance)
    ) STRICT, WITHOUT ROWID;
  `,
};
