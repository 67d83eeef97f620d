import type Database from 'better-sqlite3';
import type { Migration } from '../../database/migration.ts';
import { pairsOf, searchText } from '../../history/search/search-text.ts';

/** So many texts are read at once. */
const PAGE_TEXTS = 500;
/** The index's row id, as `SqliteSearch` makes it. */
const THREAD_STRIDE = 2 ** 32;

interface TextRow {
  readonly threadId: number;
  readonly sequence: number;
  readonly text: string;
  readonly scanned: number;
}

/**
 * The search form loses accents, ligatures and kinds of quotes (`searchFold`), which SQL cannot do. Only texts, names
 * and addresses whose form differs are written again: of plain English texts none.
 */
export const foldedSearchMigration: Migration = {
  version: 6,
  sql: '',
  rewrite: (connection) => {
    foldColumn(connection, 'contact', 'search_name');
    foldColumn(connection, 'thread', 'search_address');
    makePairs(connection, foldTexts(connection));
  },
};

function foldColumn(connection: Database.Database, table: 'contact' | 'thread', column: string): void {
  const rows = connection.prepare<[], { address: string; form: string }>(
    `SELECT address, ${column} AS form FROM ${table}`,
  );
  const update = connection.prepare<[string, string], never>(`UPDATE ${table} SET ${column} = ? WHERE address = ?`);
  for (const { address, form } of rows.all()) {
    const folded = searchText(form);
    if (folded !== form) update.run(folded, address);
  }
}

/** Returns the threads in which a text has changed. */
function foldTexts(connection: Database.Database): ReadonlySet<number> {
  const page = connection.prepare<[number, number, number], TextRow>(
    `SELECT thread_id AS threadId, sequence, text, scanned FROM search
     WHERE (thread_id, sequence) > (?, ?) ORDER BY thread_id, sequence LIMIT ?`,
  );
  const update = connection.prepare<[string, number, number], never>(
    'UPDATE search SET text = ? WHERE thread_id = ? AND sequence = ?',
  );
  const removeFromIndex = connection.prepare<[number, string], never>(
    `INSERT INTO search_index (search_index, rowid, text) VALUES ('delete', ?, ?)`,
  );
  const addToIndex = connection.prepare<[number, string], never>(
    'INSERT INTO search_index (rowid, text) VALUES (?, ?)',
  );
  const changed = new Set<number>();
  let last = { threadId: 0, sequence: 0 };
  for (
    let rows = page.all(0, 0, PAGE_TEXTS);
    rows.length > 0;
    rows = page.all(last.threadId, last.sequence, PAGE_TEXTS)
  ) {
    for (const { threadId, sequence, text, scanned } of rows) {
      last = { threadId, sequence };
      const folded = searchText(text);
      if (folded === text) continue;
      update.run(folded, threadId, sequence);
      if (scanned === 1) continue;
      const rowId = threadId * THREAD_STRIDE + sequence;
      removeFromIndex.run(rowId, text);
      addToIndex.run(rowId, folded);
      changed.add(threadId);
    }
  }
  return changed;
}

function makePairs(connection: Database.Database, threads: ReadonlySet<number>): void {
  const remove = connection.prepare<[number], never>('DELETE FROM search_pair WHERE thread_id = ?');
  const texts = connection
    .prepare<[number], string>('SELECT text FROM search WHERE thread_id = ? AND scanned = 0')
    .pluck();
  const insert = connection.prepare<[number, string], never>(
    'INSERT INTO search_pair (pair, thread_id) SELECT value, ? FROM json_each(?)',
  );
  for (const threadId of threads) {
    remove.run(threadId);
    const pairs = new Set(texts.all(threadId).flatMap((text) => [...pairsOf(text)]));
    insert.run(threadId, JSON.stringify([...pairs]));
  }
}
