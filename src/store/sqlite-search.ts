import type { Sequence } from '../domain/message.ts';
import { searchText } from './search-text.ts';
import type { SqliteDatabase } from './sqlite-database.ts';

/** Code points that a trigram needs. */
const TRIGRAM = 3;
/** Room for the sequences of one thread in the index's row id, so that a hit tells its thread: 2^32. */
const THREAD_STRIDE = 2 ** 32;
/** Hits that are taken from the index. A filter with more is so common that a scan of the newest threads is done sooner. */
const MAX_INDEX_HITS = 1_000;

/** The texts of all messages in search form. All calls run inside the caller's transaction or read. */
export class SqliteSearch {
  private readonly insertText;
  private readonly insertIndex;
  private readonly indexed;

  constructor(database: SqliteDatabase) {
    this.insertText = database.prepare<[number, Sequence, string], never>(
      'INSERT INTO search (thread_id, sequence, text) VALUES (?, ?, ?)',
    );
    this.insertIndex = database.prepare<[number, string], never>(
      'INSERT INTO search_index (rowid, text) VALUES (?, ?)',
    );
    this.indexed = database
      .prepare<[string], number>(
        `SELECT rowid FROM search_index WHERE search_index MATCH ? LIMIT ${MAX_INDEX_HITS + 1}`,
      )
      .pluck();
  }

  add(threadId: number, sequence: Sequence, body: string): void {
    const text = searchText(body);
    this.insertText.run(threadId, sequence, text);
    this.insertIndex.run(threadId * THREAD_STRIDE + sequence, text);
  }

  /**
   * Threads with a text that contains the filter (not empty, in search form). Null when the index cannot tell: the filter is shorter
   * than a trigram, or too common.
   */
  threadsWith(filter: string): readonly number[] | null {
    if (Array.from(filter).length < TRIGRAM) return null;
    const hits = this.indexed.all(`"${filter.replaceAll('"', '""')}"`);
    if (hits.length > MAX_INDEX_HITS) return null;
    return [...new Set(hits.map((rowId) => Math.floor(rowId / THREAD_STRIDE)))];
  }
}
