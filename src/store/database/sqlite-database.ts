import { closeSync } from 'node:fs';
import type Database from 'better-sqlite3';
import { failure, success, type Result } from '../../domain/result.ts';
import type { StoreFailure } from '../../ports/store/message-store.ts';
import { StoreUnavailable } from '../../ports/store/store-unavailable.ts';
import type { CommitMarkWriter } from './commit-mark.ts';
import { expectNoLog } from './log-expected.ts';
import { storeFailureOf } from './sqlite-failure.ts';

/**
 * An open, encrypted and exclusively locked database. Exceptions of SQLite do not leave it: they become failures that
 * have a name.
 */
export class SqliteDatabase {
  readonly #connection: Database.Database;
  readonly #heldFile: number;
  readonly #mark: CommitMarkWriter | null;
  readonly #transaction: Database.Transaction<(change: () => unknown) => unknown>;

  /**
   * @param heldFile a descriptor of the same file, closed after the connection. POSIX drops all locks that a process
   * has on a file when the process closes *any* descriptor of it, so code that has opened the file must keep it open.
   * @param mark told of every commit; null for a database in memory.
   */
  constructor(connection: Database.Database, heldFile: number, mark: CommitMarkWriter | null = null) {
    this.#connection = connection;
    this.#heldFile = heldFile;
    this.#mark = mark;
    this.#transaction = connection.transaction((change: () => unknown) => change());
  }

  /** Compiles a statement, which can be used until the database is closed. */
  prepare<Parameters extends unknown[], Row>(sql: string): Database.Statement<Parameters, Row> {
    return this.#connection.prepare<Parameters, Row>(sql);
  }

  /** Runs `change` as one transaction: durable when ok, undone when not. Throws for a bug, after undoing everything. */
  write<Value>(change: () => Value): Result<Value, StoreFailure> {
    if (!this.#connection.open) return failure('closed');
    try {
      const value = this.#transaction.immediate(change) as Value;
      this.#mark?.committed();
      return success(value);
    } catch (error) {
      const known = storeFailureOf(error);
      if (known === null) throw error;
      return failure(known);
    }
  }

  /** Throws `StoreUnavailable` when the database is closed or damaged. */
  read<Value>(query: () => Value): Value {
    if (!this.#connection.open) throw new StoreUnavailable('closed');
    try {
      return query();
    } catch (error) {
      const known = storeFailureOf(error);
      if (known === null) throw error;
      throw new StoreUnavailable(known, error);
    }
  }

  /**
   * Moves the write-ahead log into the database and empties it, so that nothing stands in it that is gone from there.
   */
  purgeLog(): Result<void, StoreFailure> {
    if (!this.#connection.open) return failure('closed');
    try {
      this.#mark?.restart();
      this.#connection.pragma('wal_checkpoint(TRUNCATE)');
      return success(undefined);
    } catch (error) {
      const known = storeFailureOf(error);
      if (known === null) throw error;
      return failure(known);
    }
  }

  /** Closes the database, and moves the write-ahead log into the file if the medium allows. Idempotent. */
  close(): void {
    if (!this.#connection.open) return;
    const isTakenBack = this.#mark === null || this.#takeBackLog();
    this.#mark?.end();
    this.#connection.close();
    if (!isTakenBack) this.#mark.keepLog();
    closeSync(this.#heldFile);
  }

  /** False on a medium that takes no change. */
  #takeBackLog(): boolean {
    try {
      expectNoLog(this.#connection);
      return true;
    } catch (error) {
      if (storeFailureOf(error) === null) throw error;
      return false;
    }
  }
}
