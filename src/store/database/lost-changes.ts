import { chmodSync, copyFileSync, statSync } from 'node:fs';
import type Database from 'better-sqlite3';
import { readCommitMark } from './commit-mark.ts';
import { countLostTransactions, readWriteAheadLog } from './wal-damage.ts';

/** Durable changes that the medium lost; the owner must be told. */
export interface LostChanges {
  /** At least so many. */
  readonly transactions: number;
  /** A copy of the log, for analysis; null when there was no room for it. */
  readonly copyPath: string | null;
}

/**
 * A log or mark beside an empty file: the file that they belong to is gone. SQLite would delete such a log, the last
 * that is left of it.
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

/** Null when the medium does not take it: what is left must be readable all the same. */
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
 * The frames of the log that count, after opening those that SQLite recovered. Moves none: a full disk must not stand
 * in the way of reading.
 */
export function logFrames(connection: Database.Database): number {
  const [checkpoint] = connection.pragma('wal_checkpoint(NOOP)') as { readonly log: number }[];
  return Math.max(0, checkpoint?.log ?? 0);
}
