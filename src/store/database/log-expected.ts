import type Database from 'better-sqlite3';

/**
 * Whether the file's last user ended without closing it. Its last changes are then in the log beside the file, and a
 * log that is gone has taken them along; SQLite opens such a file without a word. The row is written into the file
 * itself when it is opened, and taken back when it is closed in good order.
 */
export function logIsExpected(connection: Database.Database): boolean {
  if (!hasTable(connection)) return false;
  return connection.prepare('SELECT 1 FROM log_expected').get() !== undefined;
}

/**
 * Call it after opening, before the first change. Throws errors of SQLite, as on a full medium: who can write nothing
 * has nothing to lose.
 */
export function expectLog(connection: Database.Database): void {
  if (logIsExpected(connection)) return;
  connection.exec('CREATE TABLE IF NOT EXISTS log_expected (since INTEGER PRIMARY KEY) STRICT');
  connection.exec('INSERT INTO log_expected DEFAULT VALUES');
  // Out of the log and into the file, or it would be lost together with the log.
  connection.pragma('wal_checkpoint(FULL)');
}

/** Call it before closing, which moves the log into the file and removes it. */
export function expectNoLog(connection: Database.Database): void {
  if (hasTable(connection)) connection.exec('DELETE FROM log_expected');
}

function hasTable(connection: Database.Database): boolean {
  return connection.prepare(`SELECT 1 FROM sqlite_schema WHERE name = 'log_expected'`).get() !== undefined;
}
