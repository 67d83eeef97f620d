import type { Migration } from '../../database/migration.ts';

/** Senders take turns, so the oldest request of one must be found without reading those of the others. */
export const senderMigration: Migration = {
  version: 5,
  sql: 'CREATE INDEX request_of_sender ON request (recipient, sender, position);',
};
