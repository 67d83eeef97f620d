import type Database from 'better-sqlite3';

/** One numbered step of a schema. Once released it never changes: a change is a new migration. */
export interface Migration {
  /** 1, 2, 3 … without gaps; the file keeps it as `user_version`. */
  readonly version: number;
  readonly sql: string;
  /**
   * The migration replaces a table to which others refer. Foreign keys are off while it runs, because dropping the old
   * table would delete the rows that refer to it; they are checked before it commits.
   */
  readonly rebuildsTables?: true;
  /** What SQL alone cannot do, after the SQL and in the same transaction. */
  readonly rewrite?: (connection: Database.Database) => void;
}

/** A kind of database: the mark in its files, and the migrations that make its tables. */
export interface Schema {
  /** `application_id` in SQLite's header, so that no program takes another program's file for its own. */
  readonly applicationId: number;
  readonly migrations: readonly Migration[];
}
