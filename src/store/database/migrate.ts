import type Database from 'better-sqlite3';
import { failure, success, type Result } from '../../domain/result.ts';
import type { Migration, Schema } from './migration.ts';

/** Throws unless the versions are 1, 2, 3 …: devices would skip the numbers in a gap. */
function assertNumbered(schema: Schema): void {
  schema.migrations.forEach(({ version }, index) => {
    if (version !== index + 1) throw new Error(`migration ${version} stands where ${index + 1} belongs`);
  });
}

const numberOf = (connection: Database.Database, pragma: string): number =>
  Number(connection.pragma(pragma, { simple: true }));

/**
 * Brings the file to the newest version. Each migration is one transaction, so that a power cut leaves the file at one
 * version or another, never between two. Throws errors of SQLite.
 */
export function migrate(
  connection: Database.Database,
  schema: Schema,
): Result<{ readonly from: number; readonly to: number }, 'from-the-future' | 'wrong-kind'> {
  assertNumbered(schema);
  const from = numberOf(connection, 'user_version');
  const applicationId = numberOf(connection, 'application_id');
  if (applicationId !== schema.applicationId && !(from === 0 && applicationId === 0)) return failure('wrong-kind');
  const to = schema.migrations.length;
  if (from > to) return failure('from-the-future');
  for (const migration of schema.migrations.slice(from)) apply(connection, migration, schema.applicationId);
  return success({ from, to });
}

function apply(
  connection: Database.Database,
  { version, sql, rebuildsTables, rewrite }: Migration,
  applicationId: number,
): void {
  const step = connection.transaction(() => {
    connection.exec(sql);
    rewrite?.(connection);
    if (rebuildsTables === true) assertReferences(connection, version);
    connection.pragma(`application_id = ${applicationId}`);
    connection.pragma(`user_version = ${version}`);
  });
  if (rebuildsTables !== true) {
    step.immediate();
    return;
  }
  // SQLite ignores this setting inside a transaction.
  connection.pragma('foreign_keys = OFF');
  try {
    step.immediate();
  } finally {
    connection.pragma('foreign_keys = ON');
  }
}

function assertReferences(connection: Database.Database, version: number): void {
  const broken = connection.pragma('foreign_key_check') as readonly { readonly table: string }[];
  const [first] = broken;
  if (first !== undefined)
    throw new Error(
      `migration ${version} leaves rows of ${first.table} that refer to nothing (${broken.length} in all)`,
    );
}
