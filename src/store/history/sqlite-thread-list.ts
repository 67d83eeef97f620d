import type { PeerEvent } from '../../domain/history/event.ts';
import type { Sequence } from '../../domain/history/message.ts';
import type { Standing } from '../../domain/standing.ts';
import type { ThreadSummary } from '../../domain/history/thread.ts';
import type { ThreadQuery } from '../../ports/store/message-store.ts';
import { draftPreview } from './draft-preview.ts';
import { EVENT_COLUMNS, JOIN_DETAILS, toEvent, type EventRow } from './rows/event-rows.ts';
import { searchText } from './search/search-text.ts';
import type { SqliteDatabase } from '../database/sqlite-database.ts';
import type { SqliteEvents } from './sqlite-events.ts';
import type { SqliteSearch } from './search/sqlite-search.ts';

interface ThreadRow extends EventRow {
  /** Unread events of the thread. */
  readonly unreadCount: number;
  /** Messages to the peer that failed, and that were not seen since. */
  readonly notSent: number;
  readonly name: string | null;
  readonly draft: string | null;
  readonly threadId: number;
}

/** A thread that a filter has found. */
interface FoundRow extends ThreadRow {
  readonly byPerson: 0 | 1;
}

interface Wanted {
  /** The filter in search form. */
  readonly filter: string;
  /** Threads whose texts may contain the filter, as JSON. */
  readonly among: string;
  readonly limit: number;
  readonly offset: number;
  /** Null for those that are listed when no standing is asked for. */
  readonly standing: Standing | null;
}

/** Few events are unread, so this looks at few. */
const NOT_SENT = `
  (SELECT count(*) FROM event AS own JOIN message AS sent ON sent.sequence = own.sequence
   WHERE own.thread_id = thread.thread_id AND own.unread = 1 AND sent.outgoing = 1)`;
const COLUMNS = `
  ${EVENT_COLUMNS}, thread.thread_id AS threadId, thread.unread AS unreadCount,
  ${NOT_SENT} AS notSent, contact.name, draft.text AS draft`;
const FROM_THREADS = `
  FROM thread
  JOIN event ON event.sequence = thread.last_sequence
  ${JOIN_DETAILS}
  LEFT JOIN contact ON contact.address = thread.address
  LEFT JOIN draft ON draft.address = thread.address`;
const NEWEST_FIRST = 'ORDER BY thread.last_sequence DESC LIMIT @limit OFFSET @offset';
const LISTED = `thread.standing IN ('known', 'stranger')`;

/** Newest first, so that it ends as soon as enough threads are found. */
const matching = (textMatches: string): string => `
  SELECT ${COLUMNS},
    instr(thread.search_address, @filter) BETWEEN 1 AND instr(thread.search_address, '@')
      OR coalesce(instr(contact.search_name, @filter), 0) > 0 AS byPerson
  ${FROM_THREADS}
  WHERE (byPerson OR ${textMatches})
    AND CASE WHEN @standing IS NULL THEN ${LISTED} ELSE thread.standing = @standing END
  ${NEWEST_FIRST}`;

/** The rows of History and of lists like it. All calls run inside the caller's read. */
export class SqliteThreadList {
  readonly #events: SqliteEvents;
  readonly #search: SqliteSearch;
  readonly #listed;
  readonly #ofStanding;
  readonly #newestUnread;
  readonly #matching;
  readonly #scanned;

  constructor(database: SqliteDatabase, events: SqliteEvents, search: SqliteSearch) {
    this.#events = events;
    this.#search = search;
    this.#listed = database.prepare<[Wanted], ThreadRow>(
      `SELECT ${COLUMNS} ${FROM_THREADS} WHERE ${LISTED} ${NEWEST_FIRST}`,
    );
    this.#ofStanding = database.prepare<[Wanted], ThreadRow>(
      `SELECT ${COLUMNS} ${FROM_THREADS} WHERE thread.standing = @standing ${NEWEST_FIRST}`,
    );
    this.#newestUnread = database.prepare<[], ThreadRow>(
      `SELECT ${COLUMNS} ${FROM_THREADS} WHERE thread.standing = 'known' AND thread.unread > 0
       ORDER BY thread.last_sequence DESC LIMIT 1`,
    );
    this.#matching = database.prepare<[Wanted], FoundRow>(
      matching('thread.thread_id IN (SELECT value FROM json_each(@among))'),
    );
    this.#scanned = database.prepare<[Wanted], FoundRow>(
      matching(`thread.thread_id IN (SELECT value FROM json_each(@among))
        AND EXISTS (SELECT 1 FROM search WHERE search.thread_id = thread.thread_id AND instr(search.text, @filter) > 0)`),
    );
  }

  select(query: ThreadQuery): readonly ThreadSummary[] {
    const { filter, limit, offset } = query;
    const standing = query.standing ?? null;
    const wanted: Wanted = { filter: searchText(filter), among: '[]', limit, offset, standing };
    if (wanted.filter === '') {
      return (standing === null ? this.#listed : this.#ofStanding).all(wanted).map((row) => toSummary(row, null));
    }
    return this.#found(wanted);
  }

  /** The thread with unread events whose last event is the newest. */
  newestUnread(): ThreadSummary | null {
    const row = this.#newestUnread.get();
    return row === undefined ? null : toSummary(row, null);
  }

  #found(wanted: Wanted): readonly ThreadSummary[] {
    const { filter } = wanted;
    const known = this.#search.threadsWith(filter);
    const among = JSON.stringify(known === null ? this.#search.threadsThatMayHave(filter) : [...known.keys()]);
    const rows = (known === null ? this.#scanned : this.#matching).all({ ...wanted, among });
    const match = ({ byPerson, threadId }: FoundRow): PeerEvent | null =>
      byPerson === 1 ? null : this.#eventAt(known?.get(threadId) ?? this.#search.newestWith(threadId, filter));
    return rows.map((row) => toSummary(row, match(row)));
  }

  #eventAt(sequence: Sequence | null): PeerEvent | null {
    return sequence === null ? null : this.#events.find(sequence);
  }
}

function toSummary(row: ThreadRow, match: PeerEvent | null): ThreadSummary {
  const { name, unreadCount: unread, notSent, draft } = row;
  const last = toEvent(row);
  return { peer: last.peer, name, last, unread, notSent, draft: draftPreview(draft ?? ''), match };
}
