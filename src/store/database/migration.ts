/** One numbered step of a schema. Frozen once released: a change is a new migration, never an edit. */
export interface Migration {
  /** 1, 2, 3 … without gaps; kept in the file as `user_version`. */
  readonly version: number;
  readonly sql: string;
  /**
   * It puts a new table in the place of one that others refer to. Foreign keys are off while it runs, because dropping
   * the old table would take along whatever refers to it; they are checked before it commits.
   */
  readonly rebuildsTables?: true;
}

/** A kind of database: what its files are marked with, and how they grow. */
export interface Schema {
  /** `application_id` of SQLite's header, so that one program's file is never taken for another's. */
  readonly applicationId: number;
  readonly migrations: readonly Migration[];
}
