import { chmodSync, copyFileSync, statSync } from 'node:fs';
import type Database from 'better-sqlite3';
import { readCommitMark } from './commit-mark.ts';
import { logIsExpected } from './log-expected.ts';
import { countLostTransactions, readWriteAheadLog } from './wal-damage.ts';

/** Durable changes that the medium lost; the owner must be told. */
export interface LostChanges {
  /** At least this many transactions were lost. */
  readonly transactions: number;
  /** A copy of the log, for analysis; null when there was no room for it. */
  readonly copyPath: string | null;
}

/**
 * A log or a mark beside an empty file means that the database itself is gone. The log is copied, because SQLite would
 * delete the last that is left.
 */
export function findLostFile(path: string): LostChanges | null {
  if (statSync(path).size > 0) return null;
  const walPath = `${path}-wal`;
  const [log, mark] = [readWriteAheadLog(walPath), readCommitMark(path)];
  if (log.frames.length === 0 && mark === null) return null;
  return { transactions: Math.max(1, countLostTransactions(log, 0, mark)), copyPath: copyOfDamaged(walPath) };
}

export function findLostChanges(connection: Database.Database, path: string): LostChanges | null {
  const walPath = `${path}-wal`;
  const transactions = countLostTransactions(readWriteAheadLog(walPath), logFrames(connection), readCommitMark(path));
  if (transactions === 0) return null;
  return { transactions, copyPath: copyOfDamaged(walPath) };
}

/** What stood in a log that is no more is unknown; that it is gone, is told. `hadLog`: before the file was opened. */
export function findLostLog(connection: Database.Database, hadLog: boolean): LostChanges | null {
  return !hadLog && logIsExpected(connection) ? { transactions: 1, copyPath: null } : null;
}

/** The path of the copy. Null when it cannot be written, which must not keep anybody from reading what is left. */
function copyOfDamaged(walPath: string): string | null {
  const copyPath = `${walPath}.damaged`;
  try {
    copyFileSync(walPath, copyPath);
    chmodSync(copyPath, 0o600);
    return copyPath;
  } catch (error) {
    if (!(error instanceof Error && 'code' in error)) throw error;
    return null;
  }
}

/**
 * How many frames of the log are valid; right after opening, how many SQLite has recovered. It moves no frame into the
 * database, because reading must work on a full disk too.
 */
export function logFrames(connection: Database.Database): number {
  const [checkpoint] = connection.pragma('wal_checkpoint(NOOP)') as { readonly log: number }[];
  return Math.max(0, checkpoint?.log ?? 0);
}
