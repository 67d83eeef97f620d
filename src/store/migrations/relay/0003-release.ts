import type { Migration } from '../../database/migration.ts';

/**
 * A request has an age from which on it may be delivered. For messages that is when they arrived; those of older queues
 * had 72 h from then on, unless their senders gave them less.
 */
export const releaseMigration: Migration = {
  version: 3,
  sql: `
    ALTER TABLE request ADD COLUMN from_age_ms REAL NOT NULL DEFAULT 0;
    UPDATE request SET from_age_ms = expires_at_age_ms - 259200000;
    CREATE INDEX request_release ON request (from_age_ms, recipient);
  `,
};
