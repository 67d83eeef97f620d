import type { Sequence } from '../domain/message.ts';
import type { PeerAddress } from '../domain/peer-address.ts';
import type { ThreadSummary } from '../domain/thread.ts';
import type { ThreadQuery } from '../ports/message-store.ts';
import { draftPreview } from './draft-preview.ts';
import { MESSAGE_COLUMNS, toMessage, type MessageRow } from './message-rows.ts';
import { searchAddress, searchText } from './search-text.ts';
import type { SqliteDatabase } from './sqlite-database.ts';
import { SqliteSearch } from './sqlite-search.ts';

interface ThreadRow extends MessageRow {
  readonly unread: number;
  readonly name: string | null;
  readonly draft: string | null;
}

const SELECT_THREADS = `
  SELECT ${MESSAGE_COLUMNS}, thread.unread, contact.name, draft.text AS draft
  FROM thread
  JOIN message ON message.sequence = thread.last_sequence
  LEFT JOIN contact ON contact.address = thread.address
  LEFT JOIN draft ON draft.address = thread.address`;
const NEWEST_FIRST = 'ORDER BY thread.last_sequence DESC LIMIT ? OFFSET ?';

/** Newest first, and so done as soon as enough threads were found. */
const matching = (textMatches: string): string => `
  ${SELECT_THREADS}
  WHERE instr(thread.search_address, ?) BETWEEN 1 AND instr(thread.search_address, '@') OR instr(contact.search_name, ?) > 0 OR ${textMatches}
  ${NEWEST_FIRST}`;

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
    this.newest = database.prepare<[number, number], ThreadRow>(`${SELECT_THREADS} ${NEWEST_FIRST}`);
    this.matching = database.prepare<[string, string, string, number, number], ThreadRow>(
      matching('thread.thread_id IN (SELECT value FROM json_each(?))'),
    );
    this.scanned = database.prepare<[string, string, string, string, number, number], ThreadRow>(
      matching(`thread.thread_id IN (SELECT value FROM json_each(?))
        AND EXISTS (SELECT 1 FROM search WHERE search.thread_id = thread.thread_id AND instr(search.text, ?) > 0)`),
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
    return this.rows(searchText(filter), limit, offset).map(toSummary);
  }

  private rows(filter: string, limit: number, offset: number): readonly ThreadRow[] {
    if (filter === '') return this.newest.all(limit, offset);
    const threads = this.search.threadsWith(filter);
    if (threads === null) {
      const candidates = JSON.stringify(this.search.threadsWithPairsOf(filter));
      return this.scanned.all(filter, filter, candidates, filter, limit, offset);
    }
    return this.matching.all(filter, filter, JSON.stringify(threads), limit, offset);
  }
}

function toSummary(row: ThreadRow): ThreadSummary {
  const last = toMessage(row);
  return { peer: last.peer, name: row.name, last, unread: row.unread, draft: draftPreview(row.draft ?? '') };
}
