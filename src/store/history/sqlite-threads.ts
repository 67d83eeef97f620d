import type { PeerEvent } from '../../domain/history/event.ts';
import type { Sequence } from '../../domain/history/message.ts';
import type { PeerAddress } from '../../domain/peer-address.ts';
import type { ThreadSummary } from '../../domain/history/thread.ts';
import type { ThreadQuery, Unread } from '../../ports/store/message-store.ts';
import { draftPreview } from './draft-preview.ts';
import { EVENT_COLUMNS, JOIN_DETAILS, toEvent, type EventRow } from './rows/event-rows.ts';
import { searchAddress, searchText } from './search/search-text.ts';
import type { SqliteDatabase } from '../database/sqlite-database.ts';
import { NONE_UNREAD, type NewEvent, type SqliteEvents, type UnreadRow } from './sqlite-events.ts';
import { SqliteSearch } from './search/sqlite-search.ts';

interface ThreadRow extends EventRow {
  /** Unread events of the thread. */
  readonly unreadCount: number;
  readonly name: string | null;
  readonly draft: string | null;
  readonly threadId: number;
}

/** A thread that a filter has found. */
interface FoundRow extends ThreadRow {
  readonly byPerson: 0 | 1;
}

/** The thread and the sequence of an event that was just added. */
export interface Added {
  readonly threadId: number;
  readonly sequence: Sequence;
}

interface Wanted {
  /** The filter in search form. */
  readonly filter: string;
  /** Threads whose texts may contain the filter, as JSON. */
  readonly among: string;
  readonly limit: number;
  readonly offset: number;
}

const COLUMNS = `
  ${EVENT_COLUMNS}, thread.thread_id AS threadId, thread.unread AS unreadCount, contact.name, draft.text AS draft`;
const FROM_THREADS = `
  FROM thread
  JOIN event ON event.sequence = thread.last_sequence
  ${JOIN_DETAILS}
  LEFT JOIN contact ON contact.address = thread.address
  LEFT JOIN draft ON draft.address = thread.address`;
const NEWEST_FIRST = 'ORDER BY thread.last_sequence DESC LIMIT ? OFFSET ?';

/** Newest first, so that it ends as soon as enough threads are found. */
const matching = (textMatches: string): string => `
  SELECT ${COLUMNS},
    instr(thread.search_address, @filter) BETWEEN 1 AND instr(thread.search_address, '@')
      OR coalesce(instr(contact.search_name, @filter), 0) > 0 AS byPerson
  ${FROM_THREADS}
  WHERE byPerson OR ${textMatches}
  ORDER BY thread.last_sequence DESC LIMIT @limit OFFSET @offset`;

/**
 * The rows of History: a summary of each thread. It is updated with every change, so that reading it never counts
 * events.
 */
export class SqliteThreads {
  readonly #events: SqliteEvents;
  readonly #search: SqliteSearch;
  readonly #selectId;
  readonly #insert;
  readonly #note;
  readonly #lowerUnread;
  readonly #newest;
  readonly #matching;
  readonly #scanned;

  constructor(database: SqliteDatabase, events: SqliteEvents) {
    this.#events = events;
    this.#search = new SqliteSearch(database);
    this.#selectId = database.prepare<[string], number>('SELECT thread_id FROM thread WHERE address = ?').pluck();
    this.#insert = database.prepare<[string, string], never>(
      'INSERT INTO thread (address, search_address, last_sequence, unread) VALUES (?, ?, 0, 0)',
    );
    this.#note = database.prepare<[Sequence, number, number], never>(
      'UPDATE thread SET last_sequence = ?, unread = unread + ? WHERE thread_id = ?',
    );
    this.#lowerUnread = database.prepare<[number, number], never>(
      'UPDATE thread SET unread = unread - ? WHERE thread_id = ?',
    );
    this.#newest = database.prepare<[number, number], ThreadRow>(`SELECT ${COLUMNS} ${FROM_THREADS} ${NEWEST_FIRST}`);
    this.#matching = database.prepare<[Wanted], FoundRow>(
      matching('thread.thread_id IN (SELECT value FROM json_each(@among))'),
    );
    this.#scanned = database.prepare<[Wanted], FoundRow>(
      matching(`thread.thread_id IN (SELECT value FROM json_each(@among))
        AND EXISTS (SELECT 1 FROM search WHERE search.thread_id = thread.thread_id AND instr(search.text, @filter) > 0)`),
    );
  }

  idOf(address: PeerAddress): number | null {
    return this.#selectId.get(address) ?? null;
  }

  /**
   * Adds an event at the end of the peer's thread, which is made if it is missing. The caller adds the details in the
   * same transaction.
   */
  add(peer: PeerAddress, event: Omit<NewEvent, 'threadId'>): Added {
    const known = this.idOf(peer);
    const threadId = known ?? Number(this.#insert.run(peer, searchAddress(peer)).lastInsertRowid);
    const sequence = this.#events.add({ ...event, threadId });
    this.#note.run(sequence, event.unread ? 1 : 0, threadId);
    return { threadId, sequence };
  }

  /** Makes the text of an event known to filters. */
  addText({ threadId, sequence }: Added, text: string): void {
    this.#search.add(threadId, sequence, text);
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
    this.#lowerUnread.run(unread.length, threadId);
    return unread;
  }

  select({ filter, limit, offset }: ThreadQuery): readonly ThreadSummary[] {
    const wanted = searchText(filter);
    if (wanted === '') return this.#newest.all(limit, offset).map((row) => toSummary(row, null));
    const known = this.#search.threadsWith(wanted);
    const among = JSON.stringify(known === null ? this.#search.threadsWithPairsOf(wanted) : [...known.keys()]);
    const rows = (known === null ? this.#scanned : this.#matching).all({ filter: wanted, among, limit, offset });
    const match = ({ byPerson, threadId }: FoundRow): PeerEvent | null =>
      byPerson === 1 ? null : this.#eventAt(known?.get(threadId) ?? this.#search.newestWith(threadId, wanted));
    return rows.map((row) => toSummary(row, match(row)));
  }

  #eventAt(sequence: Sequence | null): PeerEvent | null {
    return sequence === null ? null : this.#events.find(sequence);
  }
}

function toSummary(row: ThreadRow, match: PeerEvent | null): ThreadSummary {
  const { name, unreadCount: unread, draft } = row;
  const last = toEvent(row);
  return { peer: last.peer, name, last, unread, draft: draftPreview(draft ?? ''), match };
}
