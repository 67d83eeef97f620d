import type { Migration } from '../../database/migration.ts';

/**
 * What tells one thing from another of its kind. `seen.content` is a digest of the text that came under an id, also when
 * that text was removed; null for what came before this schema. `sign_in.device` is the device that was told of, so
 * that it is told of once.
 */
export const identitiesMigration: Migration = {
  version: 7,
  sql: `
    ALTER TABLE seen ADD COLUMN content BLOB;

    ALTER TABLE sign_in ADD COLUMN device TEXT NOT NULL DEFAULT '';
    CREATE UNIQUE INDEX sign_in_device ON sign_in (device);
  `,
};
