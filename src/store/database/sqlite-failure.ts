import Database from 'better-sqlite3';
import type { StoreFailure } from '../../ports/message-store.ts';
import type { OpenFailureCode } from './open-failure.ts';

/** Begins of SQLite's extended result codes (https://sqlite.org/rescode.html), the longer ones first. */
const FAILURES: readonly (readonly [prefix: string, duringUse: StoreFailure | null, duringOpen: OpenFailureCode])[] = [
  ['SQLITE_FULL', 'disk-full', 'disk-full'],
  ['SQLITE_READONLY', 'read-only', 'unwritable'],
  ['SQLITE_PERM', 'read-only', 'unwritable'],
  ['SQLITE_AUTH', 'read-only', 'unwritable'],
  // Only the write-ahead log is opened during use, and only for writing.
  ['SQLITE_CANTOPEN', 'read-only', 'unwritable'],
  // The exclusive lock is held from open to close: somebody has taken the file away from under us.
  ['SQLITE_BUSY', 'read-only', 'in-use'],
  ['SQLITE_LOCKED', 'read-only', 'in-use'],
  ['SQLITE_CORRUPT', 'damaged', 'damaged'],
  ['SQLITE_NOTADB', 'damaged', 'key-does-not-fit'],
  // The kernel made the medium read-only after an error: SQLite's own answer to EROFS from a file that is open already.
  ['SQLITE_IOERR_WRITE', 'read-only', 'unwritable'],
  ['SQLITE_IOERR_TRUNCATE', 'read-only', 'unwritable'],
  ['SQLITE_IOERR', 'damaged', 'damaged'],
  // While opening, a full-text index that cannot be read is told by this code alone; in use it can only be a bug of
  // ours.
  ['SQLITE_ERROR', null, 'damaged'],
];

const entryOf = (error: unknown) =>
  error instanceof Database.SqliteError ? FAILURES.find(([prefix]) => error.code.startsWith(prefix)) : undefined;

/**
 * What an error of SQLite means to a caller of a store; null for a bug of ours (constraint, misuse), which must be
 * thrown on.
 */
export function storeFailureOf(error: unknown): StoreFailure | null {
  return entryOf(error)?.[1] ?? null;
}

/** The same while opening; errors of the file system count too. Null for a bug of ours. */
export function openFailureCodeOf(error: unknown): OpenFailureCode | null {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  if (code === 'ENOSPC' || code === 'EDQUOT') return 'disk-full';
  if (code === 'EIO') return 'damaged';
  if (typeof code === 'string' && /^E[A-Z]+$/.test(code)) return 'unwritable';
  return entryOf(error)?.[2] ?? null;
}
