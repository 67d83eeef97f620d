import type Database from 'better-sqlite3';
import { openFailureCodeOf } from './sqlite-failure.ts';

const WAL_LIMIT_BYTES = 8 * 1024 * 1024;

/** What each connection is set to, in this order, and what SQLite must say of it when it is read back. */
export const PRAGMAS: readonly (readonly [pragma: string, set: string, readBack: unknown])[] = [
  // Keeps a second process out, and the log's index in memory: no `-shm` file in plain text.
  ['locking_mode', 'EXCLUSIVE', 'exclusive'],
  ['journal_mode', 'WAL', 'wal'],
  // Set after WAL, which would lower it to NORMAL: a row told as durable could then vanish with the power.
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
 * Reads all back after a write, because SQLite changes `synchronous` silently on the first one. Throws when one is not
 * as it must be.
 */
export function assertPragmas(connection: Database.Database): void {
  const version = Number(connection.pragma('user_version', { simple: true }));
  try {
    connection.pragma(`user_version = ${version}`);
  } catch (error) {
    // A full disk is no reason to keep the owner from reading.
    if (openFailureCodeOf(error) !== 'disk-full') throw error;
  }
  for (const [pragma, , wanted] of PRAGMAS) {
    const found: unknown = connection.pragma(pragma, { simple: true });
    if (found !== wanted) throw new Error(`${pragma} is ${String(found)}, and must be ${String(wanted)}`);
  }
}
