import type { Migration } from '../../database/migration.ts';

/**
 * Filters of one and two characters are too short for trigrams and get an index of their own. It tells in which threads
 * each pair of neighbouring characters occurs, and each last character of a text. Addresses are now searched without
 * the scheme, as a person reads them.
 */
export const searchMigration: Migration = {
  version: 3,
  sql: `
    CREATE TABLE search_pair (
      pair TEXT NOT NULL,
      thread_id INTEGER NOT NULL REFERENCES thread,
      PRIMARY KEY (pair, thread_id)
    ) STRICT, WITHOUT ROWID;
    WITH RECURSIVE place (start) AS (
      SELECT 1 UNION ALL SELECT start + 1 FROM place WHERE start < (SELECT max(length(text)) FROM search)
    )
    INSERT OR IGNORE INTO search_pair (pair, thread_id)
    SELECT substr(text, start, 2), thread_id FROM search JOIN place ON start <= length(text);
    UPDATE thread SET search_address = substr(search_address, instr(search_address, ':') + 1);
  `,
};
