import type { Message, Sequence } from '../../domain/history/message.ts';
import type { PeerAddress } from '../../domain/peer-address.ts';
import type { ThreadSummary } from '../../domain/history/thread.ts';
import type { ThreadQuery } from '../../ports/message-store.ts';
import { draftPreview } from './draft-preview.ts';
import { MESSAGE_COLUMNS, toMessage, type MessageRow } from './message-rows.ts';
import { searchAddress, searchText } from './search-text.ts';
import type { SqliteDatabase } from '../database/sqlite-database.ts';
import { SqliteSearch } from './sqlite-search.ts';

interface ThreadRow extends MessageRow {
  readonly unread: number;
  readonly name: string | null;
  readonly draft: string | null;
  readonly threadId: number;
}

/** A row that a filter found. */
interface FoundRow extends ThreadRow {
  readonly byPerson: 0 | 1;
}

interface Wanted {
  /** In search form. */
  readonly filter: string;
  /** Threads that may hold it in a text, as JSON. */
  readonly among: string;
  readonly limit: number;
  readonly offset: number;
}

const COLUMNS = `${MESSAGE_COLUMNS}, thread.thread_id AS threadId, thread.unread, contact.name, draft.text AS draft`;
const FROM_THREADS = `
  FROM thread
  JOIN message ON message.sequence = thread.last_sequence
  LEFT JOIN contact ON contact.address = thread.address
  LEFT JOIN draft ON draft.address = thread.address`;
const NEWEST_FIRST = 'ORDER BY thread.last_sequence DESC LIMIT ? OFFSET ?';

/** Newest first, and so done as soon as enough threads were found. */
const matching = (textMatches: string): string => `
  SELECT ${COLUMNS},
    instr(thread.search_address, @filter) BETWEEN 1 AND instr(thread.search_address, '@') OR coalesce(instr(contact.search_name, @filter), 0) > 0 AS byPerson
  ${FROM_THREADS}
  WHERE byPerson OR ${textMatches}
  ORDER BY thread.last_sequence DESC LIMIT @limit OFFSET @offset`;

/** History's rows: the summary of each thread, kept with every change so that reading it never counts messages. */
export class SqliteThreads {
  private readonly search: SqliteSearch;
  private readonly selectId;
  private readonly insert;
  private readonly note;
  private readonly lowerUnread;
  private readonly sumUnread;
  private readonly newest;
  private readonly matching;
  private readonly scanned;
  private readonly message;

  constructor(database: SqliteDatabase) {
    this.search = new SqliteSearch(database);
    this.selectId = database.prepare<[string], number>('SELECT thread_id FROM thread WHERE address = ?').pluck();
    this.insert = database.prepare<[string, string], never>(
      'INSERT INTO thread (address, search_address, last_sequence, unread) VALUES (?, ?, 0, 0)',
    );
    this.note = database.prepare<[Sequence, number, number], never>(
      'UPDATE thread SET last_sequence = ?, unread = unread + ? WHERE thread_id = ?',
    );
    this.lowerUnread = database.prepare<[number, number], never>(
      'UPDATE thread SET unread = unread - ? WHERE thread_id = ?',
    );
    this.sumUnread = database
      .prepare<[], number>('SELECT coalesce(sum(unread), 0) FROM thread WHERE unread > 0')
      .pluck();
    this.newest = database.prepare<[number, number], ThreadRow>(`SELECT ${COLUMNS} ${FROM_THREADS} ${NEWEST_FIRST}`);
    this.matching = database.prepare<[Wanted], FoundRow>(
      matching('thread.thread_id IN (SELECT value FROM json_each(@among))'),
    );
    this.scanned = database.prepare<[Wanted], FoundRow>(
      matching(`thread.thread_id IN (SELECT value FROM json_each(@among))
        AND EXISTS (SELECT 1 FROM search WHERE search.thread_id = thread.thread_id AND instr(search.text, @filter) > 0)`),
    );
    this.message = database.prepare<[Sequence], MessageRow>(
      `SELECT ${MESSAGE_COLUMNS} FROM message JOIN thread USING (thread_id) WHERE message.sequence = ?`,
    );
  }

  idOf(address: PeerAddress): number | null {
    return this.selectId.get(address) ?? null;
  }

  /** The peer's thread, begun when there is none; `noteMessage` must follow in the same transaction. */
  ensure(address: PeerAddress): number {
    return this.idOf(address) ?? Number(this.insert.run(address, searchAddress(address)).lastInsertRowid);
  }

  noteMessage(threadId: number, sequence: Sequence, body: string, addedUnread: 0 | 1): void {
    this.note.run(sequence, addedUnread, threadId);
    this.search.add(threadId, sequence, body);
  }

  noteRead(threadId: number, count: number): void {
    this.lowerUnread.run(count, threadId);
  }

  unreadCount(): number {
    return this.sumUnread.get() ?? 0;
  }

  select({ filter, limit, offset }: ThreadQuery): readonly ThreadSummary[] {
    const wanted = searchText(filter);
    if (wanted === '') return this.newest.all(limit, offset).map((row) => toSummary(row, null));
    const known = this.search.threadsWith(wanted);
    const among = JSON.stringify(known === null ? this.search.threadsWithPairsOf(wanted) : [...known.keys()]);
    const rows = (known === null ? this.scanned : this.matching).all({ filter: wanted, among, limit, offset });
    const match = ({ byPerson, threadId }: FoundRow): Message | null =>
      byPerson === 1 ? null : this.find(known?.get(threadId) ?? this.search.newestWith(threadId, wanted));
    return rows.map((row) => toSummary(row, match(row)));
  }

  private find(sequence: Sequence | null): Message | null {
    const row = sequence === null ? undefined : this.message.get(sequence);
    return row === undefined ? null : toMessage(row);
  }
}

function toSummary(row: ThreadRow, match: Message | null): ThreadSummary {
  const last = toMessage(row);
  return { peer: last.peer, name: row.name, last, unread: row.unread, draft: draftPreview(row.draft ?? ''), match };
}
