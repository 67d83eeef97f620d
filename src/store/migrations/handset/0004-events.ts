import type { Migration } from '../../database/migration.ts';

/**
 * History becomes a list of events. `event` tells an event's thread, order, kind, time, and whether it is unread; an
 * event without a thread stands in all of them. The details of each kind have a table of their own. The index of unread
 * events replaces the one of threads with unread messages.
 *
 * Messages keep their sequences, so that search, steps and owed reports stay as they are. The unreachable periods had
 * no sequences: they get the next ones, and `place` tells after which event each of them stands. A period that is
 * recorded later stands where its own sequence says.
 */
export const eventsMigration: Migration = {
  version: 4,
  rebuildsTables: true,
  sql: `
    CREATE TABLE event (
      sequence INTEGER PRIMARY KEY AUTOINCREMENT,
      thread_id INTEGER REFERENCES thread,
      kind TEXT NOT NULL,
      at_ms REAL NOT NULL,
      unread INTEGER NOT NULL DEFAULT 0 CHECK (unread IN (0, 1))
    ) STRICT;
    INSERT INTO event (sequence, thread_id, kind, at_ms, unread)
      SELECT sequence, thread_id, 'message', at_ms, outgoing = 0 AND read = 0 FROM message ORDER BY sequence;

    CREATE TABLE unreachable (
      sequence INTEGER PRIMARY KEY REFERENCES event ON DELETE CASCADE,
      place INTEGER NOT NULL,
      to_ms REAL
    ) STRICT;
    -- After the last sequence that was ever given, that of a removed message too.
    INSERT INTO unreachable (sequence, place, to_ms)
      SELECT
        coalesce((SELECT seq FROM sqlite_sequence WHERE name = 'message'), 0) + row_number() OVER (ORDER BY period_id),
        after_sequence, to_ms
      FROM unreachable_period;
    INSERT INTO event (sequence, kind, at_ms)
      SELECT
        coalesce((SELECT seq FROM sqlite_sequence WHERE name = 'message'), 0) + row_number() OVER (ORDER BY period_id),
        'unreachable', from_ms
      FROM unreachable_period;
    DROP TABLE unreachable_period;
    UPDATE sqlite_sequence SET seq = max(seq, (SELECT seq FROM sqlite_sequence WHERE name = 'message'))
      WHERE name = 'event' AND EXISTS (SELECT 1 FROM sqlite_sequence WHERE name = 'message');

    CREATE TABLE new_message (
      sequence INTEGER PRIMARY KEY REFERENCES event ON DELETE CASCADE,
      outgoing INTEGER NOT NULL CHECK (outgoing IN (0, 1)),
      id TEXT NOT NULL,
      body TEXT NOT NULL,
      blanked INTEGER NOT NULL DEFAULT 0 CHECK (blanked IN (0, 1)),
      status TEXT CHECK (outgoing = (status IS NOT NULL)),
      failure TEXT CHECK ((failure IS NOT NULL) = (status IS 'failed')),
      cause TEXT,
      tries INTEGER NOT NULL DEFAULT 0,
      give_up_at_age_ms REAL CHECK (outgoing = (give_up_at_age_ms IS NOT NULL)),
      sent_at_ms REAL,
      conflict INTEGER NOT NULL DEFAULT 0 CHECK (conflict IN (0, 1)),
      owes_read_report INTEGER NOT NULL DEFAULT 0 CHECK (owes_read_report IN (0, 1))
    ) STRICT;
    INSERT INTO new_message
      SELECT sequence, outgoing, id, body, blanked, status, failure, cause, tries, give_up_at_age_ms, sent_at_ms,
        conflict, owes_read_report
      FROM message ORDER BY sequence;
    DROP TABLE message;
    ALTER TABLE new_message RENAME TO message;

    DROP INDEX thread_unread;
    CREATE INDEX event_of_thread ON event (thread_id, sequence);
    CREATE INDEX event_unread ON event (thread_id, sequence) WHERE unread = 1;
    CREATE INDEX unreachable_place ON unreachable (place);
    CREATE UNIQUE INDEX unreachable_open ON unreachable (to_ms IS NULL) WHERE to_ms IS NULL;
    CREATE UNIQUE INDEX message_outgoing_id ON message (id) WHERE outgoing = 1;
    CREATE INDEX message_outgoing ON message (sequence) WHERE outgoing = 1;
    CREATE INDEX message_unfinished ON message (sequence) WHERE status IN ('sending', 'waiting');
  `,
};
