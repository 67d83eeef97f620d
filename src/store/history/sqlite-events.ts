import { unreachableEvent, type CommonEvent, type PeerEvent, type ThreadEvent } from '../../domain/history/event.ts';
import type { Sequence, UnreachablePeriod } from '../../domain/history/message.ts';
import { epochMs, type EpochMs } from '../../domain/time.ts';
import type { EventQuery, Unread } from '../../ports/store/message-store.ts';
import type { SqliteDatabase } from '../database/sqlite-database.ts';
import { EVENT_COLUMNS, JOIN_DETAILS, toEvent, type EventRow } from './rows/event-rows.ts';
import { mergeEvents, type PlacedEvent } from './merge-events.ts';
import type { SqliteSignIns } from './sqlite-sign-ins.ts';

export interface NewEvent {
  /** Null for an event that stands in every thread. */
  readonly threadId: number | null;
  readonly kind: ThreadEvent['kind'];
  readonly atMs: EpochMs;
  readonly unread: boolean;
}

interface UnreachableRow {
  readonly sequence: Sequence;
  readonly place: Sequence;
  readonly fromMs: number;
  readonly toMs: number | null;
}

export interface UnreadRow {
  readonly sequence: Sequence;
  readonly kind: ThreadEvent['kind'];
  /** 0: the failure of an own message. */
  readonly isNews: 0 | 1;
}

/** An unread event of the owner's own is a message that failed. */
const IS_OWN = 'EXISTS (SELECT 1 FROM message WHERE message.sequence = event.sequence AND outgoing = 1)';
const IS_NEWS = `unread = 1 AND NOT ${IS_OWN}`;

export const NONE_UNREAD: Unread = { count: 0, first: null };

const SELECT_EVENTS = `SELECT ${EVENT_COLUMNS} FROM event JOIN thread USING (thread_id) ${JOIN_DETAILS}`;

/** The events of the threads, of all kinds. All calls run inside the caller's transaction or read. */
export class SqliteEvents {
  readonly #signIns: SqliteSignIns;
  readonly #insert;
  readonly #bySequence;
  readonly #newest;
  readonly #newestCommon;
  readonly #selectUnread;
  readonly #unreadAfter;
  readonly #countNotSent;
  readonly #updateUnread;
  readonly #updateRead;
  readonly #insertUnreachable;
  readonly #closeUnreachable;
  readonly #selectOpen;

  constructor(database: SqliteDatabase, signIns: SqliteSignIns) {
    this.#signIns = signIns;
    this.#insert = database.prepare<[number | null, string, number, number], never>(
      'INSERT INTO event (thread_id, kind, at_ms, unread) VALUES (?, ?, ?, ?)',
    );
    this.#bySequence = database.prepare<[Sequence], EventRow>(
      `${SELECT_EVENTS} WHERE event.sequence = ? AND thread.standing <> 'deleted'`,
    );
    this.#newest = database.prepare<[number, Sequence, number], EventRow>(
      `${SELECT_EVENTS} WHERE event.thread_id = ? AND event.sequence < ? ORDER BY event.sequence DESC LIMIT ?`,
    );
    this.#newestCommon = database.prepare<[Sequence, Sequence, number], UnreachableRow>(
      `SELECT sequence, unreachable.place, event.at_ms AS fromMs, unreachable.to_ms AS toMs
       FROM unreachable JOIN event USING (sequence)
       WHERE unreachable.place >= ? AND unreachable.place < ?
       ORDER BY unreachable.place DESC, unreachable.sequence DESC LIMIT ?`,
    );
    this.#countNotSent = database
      .prepare<[], number>(`SELECT count(*) FROM event WHERE unread = 1 AND ${IS_OWN}`)
      .pluck();
    this.#updateUnread = database.prepare<[number, Sequence], never>('UPDATE event SET unread = ? WHERE sequence = ?');
    this.#selectUnread = database.prepare<[number, Sequence, Sequence], UnreadRow>(
      `SELECT sequence, kind, NOT ${IS_OWN} AS isNews FROM event
       WHERE thread_id = ? AND sequence BETWEEN ? AND ? AND unread = 1 ORDER BY sequence`,
    );
    this.#unreadAfter = database.prepare<[number, Sequence], Unread>(
      `SELECT count(*) AS count, min(sequence) AS first FROM event
       WHERE thread_id = ? AND sequence > ? AND ${IS_NEWS}`,
    );
    this.#updateRead = database.prepare<[Sequence], never>('UPDATE event SET unread = 0 WHERE sequence = ?');
    this.#insertUnreachable = database.prepare<[Sequence, Sequence, number | null], never>(
      'INSERT INTO unreachable (sequence, place, to_ms) VALUES (?, ?, ?)',
    );
    this.#closeUnreachable = database.prepare<[number], never>('UPDATE unreachable SET to_ms = ? WHERE to_ms IS NULL');
    this.#selectOpen = database.prepare<[], number>('SELECT 1 FROM unreachable WHERE to_ms IS NULL').pluck();
  }

  /**
   * Adds an event and returns its sequence. The caller adds the details under this sequence in the same transaction.
   */
  add({ threadId, kind, atMs, unread }: NewEvent): Sequence {
    return Number(this.#insert.run(threadId, kind, atMs, unread ? 1 : 0).lastInsertRowid);
  }

  find(sequence: Sequence): PeerEvent | null {
    const row = this.#bySequence.get(sequence);
    return row === undefined ? null : toEvent(row);
  }

  select(threadId: number, { beforeSequence, limit }: EventQuery): readonly ThreadEvent[] {
    const before = beforeSequence ?? Number.MAX_SAFE_INTEGER;
    const events = this.#newest.all(threadId, before, limit).reverse().map(toEvent);
    const first = events[0];
    if (first === undefined) return [];
    return mergeEvents(events, this.#commonBetween(first.sequence, before, limit));
  }

  /** Oldest first, at most `limit`. */
  #commonBetween(first: Sequence, before: Sequence, limit: number): readonly PlacedEvent[] {
    const unreachable = this.#newestCommon.all(first, before, limit).map(toPlaced);
    const signIns = this.#signIns.placedBetween(first, before, limit);
    if (signIns.length === 0) return unreachable.reverse();
    const byPlace = (one: PlacedEvent, other: PlacedEvent): number =>
      one.place - other.place || one.event.sequence - other.event.sequence;
    return [...unreachable, ...signIns].sort(byPlace).slice(-limit);
  }

  notSentCount(): number {
    return this.#countNotSent.get() ?? 0;
  }

  setUnread(sequence: Sequence, unread: boolean): void {
    this.#updateUnread.run(unread ? 1 : 0, sequence);
  }

  unread(threadId: number, after: Sequence): Unread {
    return this.#unreadAfter.get(threadId, after) ?? NONE_UNREAD;
  }

  /** Marks the thread's events from `from` to `through` as read, and returns those that were unread. */
  markRead(threadId: number, from: Sequence, through: Sequence): readonly UnreadRow[] {
    const unread = this.#selectUnread.all(threadId, from, through);
    for (const { sequence } of unread) this.#updateRead.run(sequence);
    return unread;
  }

  recordUnreachable({ fromMs, toMs }: UnreachablePeriod): void {
    if (this.#selectOpen.get() === undefined) {
      const sequence = this.add({ threadId: null, kind: 'unreachable', atMs: fromMs, unread: false });
      this.#insertUnreachable.run(sequence, sequence, toMs);
    } else if (toMs !== null) this.#closeUnreachable.run(toMs);
  }
}

function toPlaced({ sequence, place, fromMs, toMs }: UnreachableRow): PlacedEvent {
  return { place, event: commonEvent(sequence, fromMs, toMs) };
}

function commonEvent(sequence: Sequence, fromMs: number, toMs: number | null): CommonEvent {
  return unreachableEvent(sequence, { fromMs: epochMs(fromMs), toMs: toMs === null ? null : epochMs(toMs) });
}
