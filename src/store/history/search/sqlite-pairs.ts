import { pairsOf } from './search-text.ts';
import type { SqliteDatabase } from '../../database/sqlite-database.ts';

/**
 * Which pairs of neighbouring characters stand in the indexed texts of which thread: for filters that are too short for
 * trigrams, and too common for them. Texts and filters are in search form. All calls run inside the caller's
 * transaction or read.
 */
export class SqlitePairs {
  readonly #insertPairs;
  readonly #deletePair;
  readonly #withPair;
  readonly #withCharacter;
  readonly #withPairs;
  readonly #indexedTexts;

  constructor(database: SqliteDatabase) {
    this.#deletePair = database.prepare<[string, number], never>(
      'DELETE FROM search_pair WHERE pair = ? AND thread_id = ?',
    );
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
    this.#indexedTexts = database
      .prepare<[number], string>('SELECT text FROM search WHERE thread_id = ? AND scanned = 0 ORDER BY sequence DESC')
      .pluck();
  }

  add(threadId: number, text: string): void {
    this.#insertPairs.run(threadId, JSON.stringify([...pairsOf(text)]));
  }

  /** Takes out the pairs of a text, which is no longer indexed, that no indexed text of its thread has. */
  remove(threadId: number, text: string): void {
    for (const pair of this.#onlyHere(threadId, text)) this.#deletePair.run(pair, threadId);
  }

  /** Threads with a filter of one or two characters. */
  threadsWith(filter: string): readonly number[] {
    return Array.from(filter).length === 1 ? this.#withCharacter.all(filter, filter) : this.#withPair.all(filter);
  }

  /** Threads that have every pair of the filter (two characters or more), if perhaps in different texts. */
  threadsWithAll(filter: string): readonly number[] {
    const pairs = [...pairsOf(filter)].filter((pair) => Array.from(pair).length === 2);
    return this.#withPairs.all(JSON.stringify(pairs), pairs.length);
  }

  /** Reads other texts, newest first, until each pair was seen: most are, within a few. */
  #onlyHere(threadId: number, text: string): ReadonlySet<string> {
    const left = new Set(pairsOf(text));
    for (const other of this.#indexedTexts.iterate(threadId)) {
      for (const pair of left) if (hasPair(other, pair)) left.delete(pair);
      if (left.size === 0) break;
    }
    return left;
  }
}

/** A single character counts as a pair only at the end of a text. */
function hasPair(text: string, pair: string): boolean {
  return Array.from(pair).length === 1 ? text.endsWith(pair) : text.includes(pair);
}
