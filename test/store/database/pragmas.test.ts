import { join } from 'node:path';
import Database from 'better-sqlite3';
import { describe, expect, it, onTestFinished } from 'vitest';
import { assertPragmas, PRAGMAS, setPragmas } from '../../../src/store/database/pragmas.ts';
import { dataFolder } from './data-folder.ts';

function connected(): Database.Database {
  const connection = new Database(join(dataFolder(), 'plain.db'));
  onTestFinished(() => {
    connection.close();
  });
  return connection;
}

/**
 * What a promise of the store rests on, written down apart from the code that sets it, and a value that would break it.
 */
const WANTED = [
  ['journal_mode', 'wal', 'DELETE'],
  ['synchronous', 2, 'NORMAL'],
  ['temp_store', 2, 'FILE'],
  ['secure_delete', 1, 'OFF'],
  ['foreign_keys', 1, 'OFF'],
  ['trusted_schema', 0, 'ON'],
  ['cell_size_check', 1, 'OFF'],
  ['journal_size_limit', 8 * 1024 * 1024, '-1'],
  ['locking_mode', 'exclusive', 'NORMAL'],
] as const;

describe('the settings of a connection', () => {
  it('are those that the store needs, each read back', () => {
    const connection = connected();
    setPragmas(connection);
    assertPragmas(connection);
    expect(WANTED.map(([pragma]) => connection.pragma(pragma, { simple: true }))).toEqual(
      WANTED.map(([, wanted]) => wanted),
    );
    expect(PRAGMAS.map(([pragma]) => pragma).sort()).toEqual(WANTED.map(([pragma]) => pragma).sort());
  });

  it.each(WANTED)('are refused when %s is not %s but %s', (pragma, wanted, other) => {
    const connection = connected();
    setPragmas(connection);
    connection.pragma(`${pragma} = ${other}`);
    expect(() => {
      assertPragmas(connection);
    }).toThrow(`${pragma} is`);
    expect(connection.pragma(pragma, { simple: true })).not.toBe(wanted);
  });

  it('are not called right on a database that takes no write, which would have changed them', () => {
    const connection = connected();
    setPragmas(connection);
    connection.pragma('query_only = ON');
    expect(() => {
      assertPragmas(connection);
    }).toThrow(/readonly/);
  });
});
