import type { Migration } from '../../database/migration.ts';

/**
 * History, drafts, contacts, settings. Times are REAL, because a device age may have a fraction; SQLite stores whole
 * numbers as integers all the same.
 *
 * `thread` is the summary of a peer, so that opening History reads only as many rows as it shows. A row of `seen`
 * outlives its message, because it is the de-duplication key. The trigram index keeps no texts itself, so `search`
 * holds them in search form: filters of one or two characters, which are too short for trigrams, read it, and removing
 * a text from the index needs the text.
 */
export const historyMigration: Migration = {
  version: 1,
  sql: `
    CREATE TABLE thread (
      thread_id INTEGER PRIMARY KEY,
      address TEXT NOT NULL UNIQUE,
      search_address TEXT NOT NULL,
      last_sequence INTEGER NOT NULL,
      unread INTEGER NOT NULL CHECK (unread >= 0)
    ) STRICT;
    CREATE INDEX thread_newest ON thread (last_sequence);
    CREATE INDEX thread_unread ON thread (unread) WHERE unread > 0;

    CREATE TABLE message (
      sequence INTEGER PRIMARY KEY AUTOINCREMENT,
      thread_id INTEGER NOT NULL REFERENCES thread,
      outgoing INTEGER NOT NULL CHECK (outgoing IN (0, 1)),
      id TEXT NOT NULL,
      body TEXT NOT NULL,
      at_ms REAL NOT NULL,
      blanked INTEGER NOT NULL DEFAULT 0 CHECK (blanked IN (0, 1)),
      status TEXT CHECK (outgoing = (status IS NOT NULL)),
      failure TEXT CHECK ((failure IS NOT NULL) = (status IS 'failed')),
      tries INTEGER NOT NULL DEFAULT 0,
      give_up_at_age_ms REAL CHECK (outgoing = (give_up_at_age_ms IS NOT NULL)),
      sent_at_ms REAL,
      read INTEGER NOT NULL DEFAULT 0 CHECK (read IN (0, 1)),
      conflict INTEGER NOT NULL DEFAULT 0 CHECK (conflict IN (0, 1)),
      owes_read_report INTEGER NOT NULL DEFAULT 0 CHECK (owes_read_report IN (0, 1))
    ) STRICT;
    CREATE INDEX message_of_thread ON message (thread_id, sequence);
    CREATE INDEX message_unread ON message (thread_id, sequence) WHERE outgoing = 0 AND read = 0;
    CREATE UNIQUE INDEX message_outgoing_id ON message (id) WHERE outgoing = 1;
    CREATE INDEX message_outgoing ON message (sequence) WHERE outgoing = 1;
    CREATE INDEX message_unfinished ON message (sequence) WHERE status IN ('sending', 'waiting');

    CREATE TABLE seen (
      address TEXT NOT NULL,
      id TEXT NOT NULL,
      sequence INTEGER NOT NULL,
      PRIMARY KEY (address, id)
    ) STRICT, WITHOUT ROWID;

    CREATE TABLE step (
      sequence INTEGER NOT NULL REFERENCES message ON DELETE CASCADE,
      ordinal INTEGER NOT NULL,
      at_ms REAL NOT NULL,
      kind TEXT NOT NULL,
      try_number INTEGER,
      sip_status INTEGER,
      reason TEXT,
      PRIMARY KEY (sequence, ordinal)
    ) STRICT, WITHOUT ROWID;

    CREATE TABLE owed_report (
      sequence INTEGER NOT NULL REFERENCES message ON DELETE CASCADE,
      disposition TEXT NOT NULL CHECK (disposition IN ('delivered', 'displayed')),
      PRIMARY KEY (sequence, disposition)
    ) STRICT, WITHOUT ROWID;

    CREATE TABLE unreachable_period (
      period_id INTEGER PRIMARY KEY AUTOINCREMENT,
      after_sequence INTEGER NOT NULL,
      from_ms REAL NOT NULL,
      to_ms REAL
    ) STRICT;
    CREATE INDEX unreachable_period_place ON unreachable_period (after_sequence);
    CREATE UNIQUE INDEX unreachable_period_open ON unreachable_period (to_ms IS NULL) WHERE to_ms IS NULL;

    CREATE TABLE draft (
      address TEXT NOT NULL PRIMARY KEY,
      text TEXT NOT NULL CHECK (text <> ''),
      cursor INTEGER NOT NULL
    ) STRICT, WITHOUT ROWID;

    CREATE TABLE contact (
      address TEXT NOT NULL PRIMARY KEY,
      name TEXT NOT NULL,
      search_name TEXT NOT NULL,
      favourite INTEGER NOT NULL CHECK (favourite IN (0, 1))
    ) STRICT, WITHOUT ROWID;

    CREATE TABLE setting (
      key TEXT NOT NULL PRIMARY KEY,
      value TEXT NOT NULL
    ) STRICT, WITHOUT ROWID;

    CREATE TABLE search (
      thread_id INTEGER NOT NULL REFERENCES thread,
      sequence INTEGER NOT NULL REFERENCES message ON DELETE CASCADE,
      text TEXT NOT NULL,
      PRIMARY KEY (thread_id, sequence)
    ) STRICT, WITHOUT ROWID;
    CREATE VIRTUAL TABLE search_index USING fts5 (
      text, content = '', tokenize = 'trigram case_sensitive 1', columnsize = 0
    );
    INSERT INTO search_index (search_index, rank) VALUES ('secure-delete', 1);
  `,
};
