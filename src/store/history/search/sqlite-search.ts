import type { Sequence } from '../../../domain/history/message.ts';
import { pairsOf, searchText } from './search-text.ts';
import type { SqliteDatabase } from '../../database/sqlite-database.ts';

/** A trigram is three code points; a shorter filter cannot use their index. */
const TRIGRAM = 3;
/** The index's row id is thread × 2^32 + sequence, so that a hit tells its thread. */
const THREAD_STRIDE = 2 ** 32;
/**
 * How many hits are taken from the index. A filter with more of them is so common that looking through the newest
 * threads is faster.
 */
const MAX_INDEX_HITS = 1_000;

/** The texts of all messages in search form. All calls run inside the caller's transaction or read. */
export class SqliteSearch {
  readonly #insertText;
  readonly #insertIndex;
  readonly #indexed;
  readonly #insertPairs;
  readonly #withPair;
  readonly #withCharacter;
  readonly #withPairs;
  readonly #newestScanned;

  constructor(database: SqliteDatabase) {
    this.#insertText = database.prepare<[number, Sequence, string], never>(
      'INSERT INTO search (thread_id, sequence, text) VALUES (?, ?, ?)',
    );
    this.#insertIndex = database.prepare<[number, string], never>(
      'INSERT INTO search_index (rowid, text) VALUES (?, ?)',
    );
    this.#indexed = database
      .prepare<[string], number>(
        `SELECT rowid FROM search_index WHERE search_index MATCH ? LIMIT ${MAX_INDEX_HITS + 1}`,
      )
      .pluck();
    this.#insertPairs = database.prepare<[number, string], never>(
      'INSERT OR IGNORE INTO search_pair (pair, thread_id) SELECT value, ? FROM json_each(?)',
    );
    this.#withPair = database.prepare<[string], number>('SELECT thread_id FROM search_pair WHERE pair = ?').pluck();
    this.#withPairs = database
      .prepare<[string, number], number>(
        `SELECT thread_id FROM search_pair WHERE pair IN (SELECT value FROM json_each(?))
         GROUP BY thread_id HAVING count(*) = ?`,
      )
      .pluck();
    this.#withCharacter = database
      .prepare<[string, string], number>(
        'SELECT DISTINCT thread_id FROM search_pair WHERE pair >= ? AND pair <= ? || char(0x10FFFF)',
      )
      .pluck();
    this.#newestScanned = database
      .prepare<[number, string], Sequence>(
        'SELECT sequence FROM search WHERE thread_id = ? AND instr(text, ?) > 0 ORDER BY sequence DESC LIMIT 1',
      )
      .pluck();
  }

  add(threadId: number, sequence: Sequence, body: string): void {
    const text = searchText(body);
    this.#insertText.run(threadId, sequence, text);
    this.#insertPairs.run(threadId, JSON.stringify([...pairsOf(text)]));
    this.#insertIndex.run(threadId * THREAD_STRIDE + sequence, text);
  }

  /**
   * Threads with a text that contains the filter (not empty, in search form), each with the newest such text if the
   * index knows it. Null when the filter is too common for the index.
   */
  threadsWith(filter: string): ReadonlyMap<number, Sequence | null> | null {
    const { length } = Array.from(filter);
    if (length < TRIGRAM) {
      const threads = length === 1 ? this.#withCharacter.all(filter, filter) : this.#withPair.all(filter);
      return new Map(threads.map((threadId) => [threadId, null]));
    }
    const hits = this.#indexed.all(`"${filter.replaceAll('"', '""')}"`);
    if (hits.length > MAX_INDEX_HITS) return null;
    // In ascending order, so that the newest text of each thread remains.
    hits.sort((one, other) => one - other);
    return new Map(hits.map((rowId) => [Math.floor(rowId / THREAD_STRIDE), rowId % THREAD_STRIDE]));
  }

  /**
   * Threads that may contain the filter (two characters or more, in search form): each pair of its characters occurs in
   * one of their texts.
   */
  threadsWithPairsOf(filter: string): readonly number[] {
    const pairs = [...pairsOf(filter)].filter((pair) => Array.from(pair).length === 2);
    return this.#withPairs.all(JSON.stringify(pairs), pairs.length);
  }

  /**
   * The thread's newest text that contains the filter (not empty, in search form). Looks through the texts, newest
   * first.
   */
  newestWith(threadId: number, filter: string): Sequence | null {
    return this.#newestScanned.get(threadId, filter) ?? null;
  }
}
