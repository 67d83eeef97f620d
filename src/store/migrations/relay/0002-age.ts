import type { Migration } from '../../database/migration.ts';

/**
 * Expiries are now in the relay's age instead of the wall clock. In an existing queue the age begins with the wall
 * clock of the time when the newest request came. So the expiries stay as they are, every request keeps the life that
 * it has left, and the time since then counts.
 */
export const ageMigration: Migration = {
  version: 2,
  sql: `
    ALTER TABLE request RENAME COLUMN expires_at_ms TO expires_at_age_ms;

    CREATE TABLE age (
      only_row INTEGER PRIMARY KEY CHECK (only_row = 1),
      age_ms REAL NOT NULL,
      wall_ms REAL NOT NULL,
      boot_id TEXT,
      running_ms REAL,
      CHECK ((boot_id IS NULL) = (running_ms IS NULL))
    ) STRICT;
    INSERT INTO age (only_row, age_ms, wall_ms)
      SELECT 1, newest, newest FROM (SELECT max(stored_at_ms) AS newest FROM request) WHERE newest IS NOT NULL;
  `,
};
