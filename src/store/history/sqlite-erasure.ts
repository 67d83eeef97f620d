import type { OutgoingStatus, Sequence } from '../../domain/history/message.ts';
import type { PeerAddress } from '../../domain/peer-address.ts';
import type { Deletion } from '../../ports/store/message-store.ts';
import type { SqliteDatabase } from '../database/sqlite-database.ts';
import type { SqliteSearch } from './search/sqlite-search.ts';
import type { SqliteThreads } from './sqlite-threads.ts';

interface VictimRow {
  readonly threadId: number;
  readonly unread: number;
  readonly outgoing: number | null;
  readonly bytes: number | null;
  readonly status: OutgoingStatus | null;
}

/**
 * Takes events out for good: rows, full-text index, pairs and the summary of the thread. `secure_delete` overwrites
 * what they stood in. All calls run inside the caller's transaction.
 */
export class SqliteErasure {
  readonly #threads: SqliteThreads;
  readonly #search: SqliteSearch;
  readonly #select;
  readonly #deleteEvent;
  readonly #selectDoomed;
  readonly #hasUnfinished;
  readonly #doom;
  readonly #forgetUnread;
  readonly #dropOwed;
  readonly #dropDraft;

  constructor(database: SqliteDatabase, threads: SqliteThreads, search: SqliteSearch) {
    this.#threads = threads;
    this.#search = search;
    this.#select = database.prepare<[Sequence], VictimRow>(
      `SELECT event.thread_id AS threadId, event.unread, message.outgoing, octet_length(message.body) AS bytes,
         message.status
       FROM event JOIN thread USING (thread_id) LEFT JOIN message USING (sequence) WHERE sequence = ?`,
    );
    // Steps, owed reports and all details go with their event.
    this.#deleteEvent = database.prepare<[Sequence], never>('DELETE FROM event WHERE sequence = ?');
    this.#selectDoomed = database.prepare<[number], { readonly threadId: number; readonly sequence: Sequence | null }>(
      `SELECT thread.thread_id AS threadId, event.sequence
       FROM thread LEFT JOIN event USING (thread_id) WHERE thread.standing = 'deleted' LIMIT ?`,
    );
    this.#hasUnfinished = database
      .prepare<[number], number>(
        `SELECT 1 FROM message JOIN event USING (sequence)
         WHERE message.status IN ('sending', 'waiting') AND event.thread_id = ? LIMIT 1`,
      )
      .pluck();
    // No peer has such an address, so nobody finds it, and the peer can begin a new thread at once.
    this.#doom = database.prepare<[number], never>(
      `UPDATE thread SET standing = 'deleted', address = 'deleted ' || thread_id, search_address = '', unread = 0
       WHERE thread_id = ?`,
    );
    this.#forgetUnread = database.prepare<[number], never>(
      'UPDATE event SET unread = 0 WHERE thread_id = ? AND unread = 1',
    );
    this.#dropOwed = database.prepare<[number], never>(
      'DELETE FROM owed_report WHERE sequence IN (SELECT sequence FROM event WHERE thread_id = ?)',
    );
    this.#dropDraft = database.prepare<[string], never>('DELETE FROM draft WHERE address = ?');
  }

  /** One event. What is still to be sent stays. */
  erase(sequence: Sequence): Deletion {
    const row = this.#select.get(sequence);
    if (row === undefined) return 'deleted';
    if (row.status === 'sending' || row.status === 'waiting') return 'unfinished';
    this.#search.remove(row.threadId, sequence);
    this.#deleteEvent.run(sequence);
    const isIncoming = row.outgoing === 0;
    this.#threads.removed(row.threadId, {
      // A failure of an own message that was not seen yet counts as no unread event of the peer.
      unread: isIncoming ? row.unread : 0,
      incoming: isIncoming ? 1 : 0,
      bytes: isIncoming ? (row.bytes ?? 0) : 0,
    });
    return 'deleted';
  }

  /** The whole thread is gone for every reader at once; its texts go with `eraseSome`. */
  doom(peer: PeerAddress): Deletion {
    const threadId = this.#threads.idOf(peer);
    if (threadId !== null && this.#hasUnfinished.get(threadId) !== undefined) return 'unfinished';
    this.#dropDraft.run(peer);
    if (threadId === null) return 'deleted';
    this.#dropOwed.run(threadId);
    this.#forgetUnread.run(threadId);
    this.#doom.run(threadId);
    return 'deleted';
  }

  /** Takes some events of deleted threads out. False when nothing is left to do. */
  eraseSome(limit: number): boolean {
    const rows = this.#selectDoomed.all(limit);
    for (const { threadId, sequence } of rows) {
      if (sequence === null) this.#threads.drop(threadId);
      else {
        this.#search.removeText(threadId, sequence);
        this.#deleteEvent.run(sequence);
      }
    }
    return rows.length > 0;
  }
}
