import type { Migration } from '../../database/migration.ts';

/**
 * What keeps a message on the handset, beside its status. For messages that exist already it is taken from their last
 * try.
 */
export const causeMigration: Migration = {
  version: 2,
  sql: `
    ALTER TABLE message ADD COLUMN cause TEXT;
    UPDATE message SET cause = (
      SELECT reason FROM step WHERE step.sequence = message.sequence AND kind = 'try' ORDER BY ordinal DESC LIMIT 1
    )
    WHERE status IN ('sending', 'waiting') OR failure = 'not-sent-in-12-h';
  `,
};
