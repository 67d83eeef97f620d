import type { Migration } from '../../database/migration.ts';

/** How often a device has declined a request, so that a restart does not make it hold back those behind it anew. */
export const declinesMigration: Migration = {
  version: 6,
  sql: 'ALTER TABLE request ADD COLUMN declines INTEGER NOT NULL DEFAULT 0;',
};
