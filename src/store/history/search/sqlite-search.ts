import type { Sequence } from '../../../domain/history/message.ts';
import { SqlitePairs } from './sqlite-pairs.ts';
import { searchText } from './search-text.ts';
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
/**
 * A longer text is looked through instead of being indexed: 4 kB of arbitrary letters would take more than 100 ms to
 * index, and 60 kB of disk. It is four times what one of our messages may have.
 */
const MAX_INDEXED_UNITS = 640;
/** So many texts that are not indexed are looked through, the newest: at most 8 MB, in a few milliseconds. */
const MAX_SCANNED_TEXTS = 2_000;

interface TextRow {
  readonly text: string;
  readonly scanned: number;
}

interface HitRow {
  readonly threadId: number;
  readonly sequence: Sequence;
}

/** The texts of all messages in search form. All calls run inside the caller's transaction or read. */
export class SqliteSearch {
  readonly #pairs: SqlitePairs;
  readonly #insertText;
  readonly #insertIndex;
  readonly #deleteIndex;
  readonly #deleteText;
  readonly #indexed;
  readonly #newestScanned;
  readonly #scannedHits;
  readonly #textAt;

  constructor(database: SqliteDatabase) {
    this.#pairs = new SqlitePairs(database);
    this.#insertText = database.prepare<[number, Sequence, string, number], never>(
      'INSERT INTO search (thread_id, sequence, text, scanned) VALUES (?, ?, ?, ?)',
    );
    this.#insertIndex = database.prepare<[number, string], never>(
      'INSERT INTO search_index (rowid, text) VALUES (?, ?)',
    );
    this.#deleteIndex = database.prepare<[number, string], never>(
      `INSERT INTO search_index (search_index, rowid, text) VALUES ('delete', ?, ?)`,
    );
    this.#deleteText = database.prepare<[number, Sequence], never>(
      'DELETE FROM search WHERE thread_id = ? AND sequence = ?',
    );
    this.#indexed = database
      .prepare<[string], number>(
        `SELECT rowid FROM search_index WHERE search_index MATCH ? LIMIT ${MAX_INDEX_HITS + 1}`,
      )
      .pluck();
    this.#newestScanned = database
      .prepare<[number, string], Sequence>(
        'SELECT sequence FROM search WHERE thread_id = ? AND instr(text, ?) > 0 ORDER BY sequence DESC LIMIT 1',
      )
      .pluck();
    this.#scannedHits = database.prepare<[number, string], HitRow>(
      `SELECT thread_id AS threadId, max(sequence) AS sequence FROM (
         SELECT thread_id, sequence, text FROM search WHERE scanned = 1 ORDER BY sequence DESC LIMIT ?)
       WHERE instr(text, ?) > 0 GROUP BY thread_id`,
    );
    this.#textAt = database.prepare<[number, Sequence], TextRow>(
      'SELECT text, scanned FROM search WHERE thread_id = ? AND sequence = ?',
    );
  }

  /** `isBounded`: the text is to cost no more than its length, and is looked through however short it is. */
  add(threadId: number, sequence: Sequence, body: string, isBounded: boolean): void {
    const text = searchText(body);
    const scanned = isBounded || text.length > MAX_INDEXED_UNITS;
    this.#insertText.run(threadId, sequence, text, scanned ? 1 : 0);
    if (scanned) return;
    this.#pairs.add(threadId, text);
    this.#insertIndex.run(threadId * THREAD_STRIDE + sequence, text);
  }

  /** Takes a text out, with the pairs that no other text of its thread has. */
  remove(threadId: number, sequence: Sequence): void {
    const row = this.removeText(threadId, sequence);
    if (row?.scanned === 0) this.#pairs.remove(threadId, row.text);
  }

  /** The same, but leaves the pairs: for a thread that goes as a whole. Returns what was there. */
  removeText(threadId: number, sequence: Sequence): TextRow | undefined {
    const row = this.#textAt.get(threadId, sequence);
    if (row === undefined) return undefined;
    if (row.scanned === 0) this.#deleteIndex.run(threadId * THREAD_STRIDE + sequence, row.text);
    this.#deleteText.run(threadId, sequence);
    return row;
  }

  /**
   * Threads with a text that contains the filter (not empty, in search form), each with the newest such text if it is
   * known without looking. Null when the filter is too common for the index.
   */
  threadsWith(filter: string): ReadonlyMap<number, Sequence | null> | null {
    const indexed = this.#indexedThreadsWith(filter);
    if (indexed === null) return null;
    const found = new Map(indexed);
    for (const { threadId, sequence } of this.#hitsAmongScanned(filter)) {
      const newest = found.get(threadId);
      if (newest !== null) found.set(threadId, Math.max(newest ?? 0, sequence));
    }
    return found;
  }

  /**
   * Threads that may contain the filter (two characters or more, in search form): each pair of its characters occurs in
   * one of their indexed texts, or a text that is not indexed has it.
   */
  threadsThatMayHave(filter: string): readonly number[] {
    const byPairs = this.#pairs.threadsWithAll(filter);
    return [...new Set([...byPairs, ...this.#hitsAmongScanned(filter).map(({ threadId }) => threadId)])];
  }

  /**
   * The thread's newest text that contains the filter (not empty, in search form). Looks through the texts, newest
   * first.
   */
  newestWith(threadId: number, filter: string): Sequence | null {
    return this.#newestScanned.get(threadId, filter) ?? null;
  }

  #indexedThreadsWith(filter: string): ReadonlyMap<number, Sequence | null> | null {
    if (Array.from(filter).length < TRIGRAM) {
      return new Map(this.#pairs.threadsWith(filter).map((threadId) => [threadId, null]));
    }
    const hits = this.#indexed.all(`"${filter.replaceAll('"', '""')}"`);
    if (hits.length > MAX_INDEX_HITS) return null;
    // In ascending order, so that the newest text of each thread remains.
    hits.sort((one, other) => one - other);
    return new Map(hits.map((rowId) => [Math.floor(rowId / THREAD_STRIDE), rowId % THREAD_STRIDE]));
  }

  #hitsAmongScanned(filter: string): readonly HitRow[] {
    return this.#scannedHits.all(MAX_SCANNED_TEXTS, filter);
  }
}
