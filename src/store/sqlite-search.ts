import type { Sequence } from '../domain/message.ts';
import { searchText } from './search-text.ts';
import type { SqliteDatabase } from './sqlite-database.ts';

/** Code points that a trigram needs. */
const TRIGRAM = 3;
/** Room for the sequences of one thread in the index's row id, which orders the index by thread: 2^32. */
const THREAD_STRIDE = 2 ** 32;

/** The texts of all messages in search form. All calls run inside the caller's transaction or read. */
export class SqliteSearch {
  private readonly insertText;
  private readonly insertIndex;
  private readonly nextIndexed;
  private readonly threadsContaining;

  constructor(database: SqliteDatabase) {
    this.insertText = database.prepare<[number, Sequence, string], never>(
      'INSERT INTO search (thread_id, sequence, text) VALUES (?, ?, ?)',
    );
    this.insertIndex = database.prepare<[number, string], never>(
      'INSERT INTO search_index (rowid, text) VALUES (?, ?)',
    );
    this.nextIndexed = database
      .prepare<[string, number], number>(
        'SELECT rowid FROM search_index WHERE search_index MATCH ? AND rowid >= ? ORDER BY rowid LIMIT 1',
      )
      .pluck();
    this.threadsContaining = database
      .prepare<[string], number>(
        `SELECT thread_id FROM thread
         WHERE EXISTS (SELECT 1 FROM search WHERE search.thread_id = thread.thread_id AND instr(search.text, ?) > 0)`,
      )
      .pluck();
  }

  add(threadId: number, sequence: Sequence, body: string): void {
    const text = searchText(body);
    this.insertText.run(threadId, sequence, text);
    this.insertIndex.run(threadId * THREAD_STRIDE + sequence, text);
  }

  /** Threads with a text that contains the filter (not empty, in search form). */
  threadsWith(filter: string): readonly number[] {
    return Array.from(filter).length < TRIGRAM ? this.threadsContaining.all(filter) : this.indexedThreadsWith(filter);
  }

  /** Leaps from thread to thread: a word that is in every message costs one step a thread, not one a message. */
  private indexedThreadsWith(filter: string): readonly number[] {
    const phrase = `"${filter.replaceAll('"', '""')}"`;
    const threads: number[] = [];
    let from = 0;
    for (;;) {
      const rowId = this.nextIndexed.get(phrase, from);
      if (rowId === undefined) return threads;
      const threadId = Math.floor(rowId / THREAD_STRIDE);
      threads.push(threadId);
      from = (threadId + 1) * THREAD_STRIDE;
    }
  }
}
