import { closeSync } from 'node:fs';
import type Database from 'better-sqlite3';
import { failure, success, type Result } from '../../domain/result.ts';
import type { StoreFailure } from '../../ports/message-store.ts';
import { StoreUnavailable } from '../../ports/store-unavailable.ts';
import type { CommitMarkWriter } from './commit-mark.ts';
import { storeFailureOf } from './sqlite-failure.ts';

/** An open, encrypted, exclusively locked database: the wall through which no exception of SQLite comes unnamed. */
export class SqliteDatabase {
  readonly #connection: Database.Database;
  readonly #heldFile: number;
  readonly #mark: CommitMarkWriter | null;
  readonly #transaction: Database.Transaction<(change: () => unknown) => unknown>;

  /**
   * `heldFile` is a descriptor of the same file, closed after the connection. POSIX drops all locks that a process has
   * on a file as soon as it closes *any* descriptor of it, so whoever looked into the file must keep it open for as
   * long. `mark` is told of every commit; a database in memory has none.
   */
  constructor(connection: Database.Database, heldFile: number, mark: CommitMarkWriter | null = null) {
    this.#connection = connection;
    this.#heldFile = heldFile;
    this.#mark = mark;
    this.#transaction = connection.transaction((change: () => unknown) => change());
  }

  /** Compiled once, for the life of the database. */
  prepare<Parameters extends unknown[], Row>(sql: string): Database.Statement<Parameters, Row> {
    return this.#connection.prepare<Parameters, Row>(sql);
  }

  /** One transaction: durable and whole when ok, undone when not. Throws on for a bug (and undoes). */
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

  /** Throws `StoreUnavailable` when closed or damaged. */
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

  /** Idempotent. Moves the write-ahead log into the file when the medium allows. */
  close(): void {
    if (!this.#connection.open) return;
    this.#mark?.end();
    this.#connection.close();
    closeSync(this.#heldFile);
  }
}
