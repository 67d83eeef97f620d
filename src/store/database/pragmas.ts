import type Database from 'better-sqlite3';
import { openFailureCodeOf } from './sqlite-failure.ts';

const WAL_LIMIT_BYTES = 8 * 1024 * 1024;

/** The settings of each connection in the order in which they are made, with the value that SQLite must then report. */
export const PRAGMAS: readonly (readonly [pragma: string, set: string, readBack: unknown])[] = [
  // Keeps other processes out. It also keeps the log's index in memory, so that there is no `-shm` file in plain text.
  ['locking_mode', 'EXCLUSIVE', 'exclusive'],
  ['journal_mode', 'WAL', 'wal'],
  // After WAL, which would lower it to NORMAL: then a row that was reported as durable could be lost with the power.
  ['synchronous', 'FULL', 2],
  ['temp_store', 'MEMORY', 2],
  ['secure_delete', 'ON', 1],
  ['foreign_keys', 'ON', 1],
  ['trusted_schema', 'OFF', 0],
  ['cell_size_check', 'ON', 1],
  ['journal_size_limit', String(WAL_LIMIT_BYTES), WAL_LIMIT_BYTES],
];

export function setPragmas(connection: Database.Database): void {
  for (const [pragma, set] of PRAGMAS) connection.pragma(`${pragma} = ${set}`);
}

/**
 * Reads all settings back after a write, because the first write makes SQLite change `synchronous` silently. Throws
 * when one has another value.
 */
export function assertPragmas(connection: Database.Database): void {
  const version = Number(connection.pragma('user_version', { simple: true }));
  try {
    connection.pragma(`user_version = ${version}`);
  } catch (error) {
    // Reading must work on a full disk too.
    if (openFailureCodeOf(error) !== 'disk-full') throw error;
  }
  for (const [pragma, , wanted] of PRAGMAS) {
    const found: unknown = connection.pragma(pragma, { simple: true });
    if (found !== wanted) throw new Error(`${pragma} is ${String(found)}, and must be ${String(wanted)}`);
  }
}
