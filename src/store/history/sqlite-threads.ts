import type { Sequence } from '../../domain/history/message.ts';
import type { PeerAddress } from '../../domain/peer-address.ts';
import type { Standing } from '../../domain/standing.ts';
import type { Unread } from '../../ports/store/message-store.ts';
import { searchAddress } from './search/search-text.ts';
import type { SqliteDatabase } from '../database/sqlite-database.ts';
import { SETTLE_STANDING } from './standing-sql.ts';
import { NONE_UNREAD, type NewEvent, type SqliteEvents, type UnreadRow } from './sqlite-events.ts';

/** The thread and the sequence of an event that was just added. */
export interface Added {
  readonly threadId: number;
  readonly sequence: Sequence;
}

/** What an event adds to the summary of its thread, or takes from it. */
export interface Counted {
  readonly unread: number;
  /** Received messages, and the bytes of their texts. */
  readonly incoming: number;
  readonly bytes: number;
}

/**
 * The summary of each thread: last event, unread, what was received, and how the owner stands to the peer. It is
 * updated with every change, so that reading it never counts events. All calls run inside the caller's transaction.
 */
export class SqliteThreads {
  readonly #events: SqliteEvents;
  readonly #selectId;
  readonly #insert;
  readonly #note;
  readonly #noteAnswered;
  readonly #settle;
  readonly #lowerUnread;
  readonly #take;
  readonly #unread;
  readonly #unreadOf;
  readonly #dropPairs;
  readonly #drop;

  constructor(database: SqliteDatabase, events: SqliteEvents) {
    this.#events = events;
    this.#selectId = database.prepare<[string], number>('SELECT thread_id FROM thread WHERE address = ?').pluck();
    this.#insert = database.prepare<[string, string], never>(
      'INSERT INTO thread (address, search_address, last_sequence, unread) VALUES (?, ?, 0, 0)',
    );
    this.#note = database.prepare<[Sequence, number, number, number, number], never>(
      `UPDATE thread SET last_sequence = ?, unread = unread + ?, incoming = incoming + ?,
         incoming_bytes = incoming_bytes + ? WHERE thread_id = ?`,
    );
    this.#noteAnswered = database.prepare<[number], never>(
      'UPDATE thread SET answered = 1 WHERE thread_id = ? AND answered = 0',
    );
    this.#settle = database.prepare<[string], never>(SETTLE_STANDING);
    this.#lowerUnread = database.prepare<[number, number], never>(
      'UPDATE thread SET unread = unread - ? WHERE thread_id = ?',
    );
    this.#take = database
      .prepare<[number, number, number, number], Sequence>(
        `UPDATE thread SET unread = unread - ?, incoming = incoming - ?, incoming_bytes = max(0, incoming_bytes - ?),
         last_sequence = coalesce((SELECT max(sequence) FROM event WHERE event.thread_id = thread.thread_id), 0)
       WHERE thread_id = ? RETURNING last_sequence`,
      )
      .pluck();
    this.#unread = database
      .prepare<[], number>(`SELECT sum(unread) FROM thread WHERE standing IN ('known', 'stranger')`)
      .pluck();
    this.#unreadOf = database.prepare<[Standing], number>('SELECT sum(unread) FROM thread WHERE standing = ?').pluck();
    this.#dropPairs = database.prepare<[number], never>('DELETE FROM search_pair WHERE thread_id = ?');
    this.#drop = database.prepare<[number], never>('DELETE FROM thread WHERE thread_id = ?');
  }

  idOf(address: PeerAddress): number | null {
    return this.#selectId.get(address) ?? null;
  }

  /**
   * Adds an event at the end of the peer's thread, which is made if it is missing. The caller adds the details in the
   * same transaction.
   */
  add(peer: PeerAddress, event: Omit<NewEvent, 'threadId'>, { incoming, bytes }: Omit<Counted, 'unread'>): Added {
    const known = this.idOf(peer);
    const threadId = known ?? Number(this.#insert.run(peer, searchAddress(peer)).lastInsertRowid);
    if (known === null) this.#settle.run(peer);
    const sequence = this.#events.add({ ...event, threadId });
    this.#note.run(sequence, event.unread ? 1 : 0, incoming, bytes, threadId);
    return { threadId, sequence };
  }

  /** The owner has written in the thread, so its peer is no stranger any more. */
  answered(peer: PeerAddress, threadId: number): void {
    if (this.#noteAnswered.run(threadId).changes > 0) this.#settle.run(peer);
  }

  /** An own message failed, or no longer does: the owner has not seen it yet, or need not. */
  setUnread(sequence: Sequence, unread: boolean): void {
    this.#events.setUnread(sequence, unread);
  }

  /** Unread events of the thread after `after`. */
  unread(peer: PeerAddress, after: Sequence): Unread {
    const threadId = this.idOf(peer);
    return threadId === null ? NONE_UNREAD : this.#events.unread(threadId, after);
  }

  /** Marks the thread's events from `from` to `through` as read, and returns those that were unread. */
  markRead(peer: PeerAddress, from: Sequence, through: Sequence): readonly UnreadRow[] {
    const threadId = this.idOf(peer);
    if (threadId === null) return [];
    const unread = this.#events.markRead(threadId, from, through);
    this.#lowerUnread.run(unread.filter(({ isNews }) => isNews === 1).length, threadId);
    return unread;
  }

  unreadCount(standing: Standing | null): number {
    return (standing === null ? this.#unread.get() : this.#unreadOf.get(standing)) ?? 0;
  }

  /** An event of the thread is gone; a thread without events goes with it. */
  removed(threadId: number, { unread, incoming, bytes }: Counted): void {
    if (this.#take.get(unread, incoming, bytes, threadId) === 0) this.drop(threadId);
  }

  /** Removes a thread whose events are gone. */
  drop(threadId: number): void {
    this.#dropPairs.run(threadId);
    this.#drop.run(threadId);
  }
}
