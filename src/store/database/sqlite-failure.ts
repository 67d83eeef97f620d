import Database from 'better-sqlite3';
import type { StoreFailure } from '../../ports/store/message-store.ts';
import type { OpenFailureCode } from './open-failure.ts';

/**
 * The first part of SQLite's extended result codes (https://sqlite.org/rescode.html), longer ones first, with their
 * meaning during use and while opening.
 */
const FAILURES: readonly (readonly [prefix: string, duringUse: StoreFailure | null, duringOpen: OpenFailureCode])[] = [
  ['SQLITE_FULL', 'disk-full', 'disk-full'],
  ['SQLITE_READONLY', 'read-only', 'unwritable'],
  ['SQLITE_PERM', 'read-only', 'unwritable'],
  ['SQLITE_AUTH', 'read-only', 'unwritable'],
  // During use SQLite opens only the write-ahead log, and only to write.
  ['SQLITE_CANTOPEN', 'read-only', 'unwritable'],
  // We hold the exclusive lock from open to close, so this means that somebody has removed the file.
  ['SQLITE_BUSY', 'read-only', 'in-use'],
  ['SQLITE_LOCKED', 'read-only', 'in-use'],
  ['SQLITE_CORRUPT', 'damaged', 'damaged'],
  ['SQLITE_NOTADB', 'damaged', 'key-does-not-fit'],
  // The kernel made the medium read-only after an error. SQLite reports EROFS in this way for a file that is already
  // open.
  ['SQLITE_IOERR_WRITE', 'read-only', 'unwritable'],
  ['SQLITE_IOERR_TRUNCATE', 'read-only', 'unwritable'],
  ['SQLITE_IOERR', 'damaged', 'damaged'],
  // While opening, this code can mean a full-text index that cannot be read. During use it can only be a bug of ours.
  ['SQLITE_ERROR', null, 'damaged'],
];

const entryOf = (error: unknown) =>
  error instanceof Database.SqliteError ? FAILURES.find(([prefix]) => error.code.startsWith(prefix)) : undefined;

/**
 * What an error of SQLite means to a caller of a store. Null for a bug of ours (constraint, misuse), which must be
 * thrown.
 */
export function storeFailureOf(error: unknown): StoreFailure | null {
  return entryOf(error)?.[1] ?? null;
}

/** The same for an error while opening, which may also come from the file system. Null for a bug of ours. */
export function openFailureCodeOf(error: unknown): OpenFailureCode | null {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  if (code === 'ENOSPC' || code === 'EDQUOT') return 'disk-full';
  if (code === 'EIO') return 'damaged';
  if (typeof code === 'string' && /^E[A-Z]+$/.test(code)) return 'unwritable';
  return entryOf(error)?.[2] ?? null;
}
