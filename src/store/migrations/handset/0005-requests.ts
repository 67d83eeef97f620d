import type { Migration } from '../../database/migration.ts';

/**
 * Strangers, blocked peers and deletion. `thread.standing` follows from contacts, `blocked` and `answered` (the owner
 * has written in it), and is kept with them so that History reads only the rows that it shows; 'deleted' is a thread
 * that is being erased in slices. `incoming…` counts what was received, for the quotas.
 *
 * Texts that are looked through instead of being indexed are marked in `search`, so that a long text, or one from a
 * stranger, costs no more than its length. A row of `seen` from a stranger is kept for a while only. `request_loss`
 * counts requests that were not kept or had to make way before they were seen. `sign_in` is an event of all threads:
 * another device is registered for the owner's account.
 */
export const requestsMigration: Migration = {
  version: 5,
  sql: `
    CREATE TABLE blocked (
      address TEXT NOT NULL PRIMARY KEY,
      at_ms REAL NOT NULL
    ) STRICT, WITHOUT ROWID;

    ALTER TABLE thread ADD COLUMN standing TEXT NOT NULL DEFAULT 'stranger'
      CHECK (standing IN ('known', 'stranger', 'blocked', 'deleted'));
    ALTER TABLE thread ADD COLUMN answered INTEGER NOT NULL DEFAULT 0 CHECK (answered IN (0, 1));
    ALTER TABLE thread ADD COLUMN incoming INTEGER NOT NULL DEFAULT 0;
    ALTER TABLE thread ADD COLUMN incoming_bytes INTEGER NOT NULL DEFAULT 0;
    UPDATE thread SET (answered, incoming, incoming_bytes) = (
      SELECT coalesce(max(outgoing), 0), count(*) - coalesce(sum(outgoing), 0),
        coalesce(sum(octet_length(body)) FILTER (WHERE outgoing = 0), 0)
      FROM event JOIN message USING (sequence) WHERE event.thread_id = thread.thread_id
    );
    UPDATE thread SET standing = 'known'
      WHERE answered = 1 OR EXISTS (SELECT 1 FROM contact WHERE contact.address = thread.address);
    CREATE INDEX thread_of_standing ON thread (standing, last_sequence);

    ALTER TABLE message ADD COLUMN cut_bytes INTEGER NOT NULL DEFAULT 0;
    ALTER TABLE search ADD COLUMN scanned INTEGER NOT NULL DEFAULT 0 CHECK (scanned IN (0, 1));
    CREATE INDEX search_scanned ON search (sequence) WHERE scanned = 1;
    ALTER TABLE seen ADD COLUMN stranger INTEGER NOT NULL DEFAULT 0 CHECK (stranger IN (0, 1));
    CREATE INDEX seen_of_strangers ON seen (sequence) WHERE stranger = 1;
    CREATE TABLE request_loss (
      only INTEGER PRIMARY KEY CHECK (only = 1),
      messages INTEGER NOT NULL
    ) STRICT;
    INSERT INTO request_loss (only, messages) VALUES (1, 0);

    CREATE TABLE sign_in (
      sequence INTEGER PRIMARY KEY REFERENCES event ON DELETE CASCADE
    ) STRICT;
  `,
};
