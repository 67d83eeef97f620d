import { chmodSync, closeSync, existsSync, fsyncSync, mkdirSync, openSync, readSync } from 'node:fs';
import { dirname } from 'node:path';
import Database from 'better-sqlite3';
import { failure, success, type Result } from '../../domain/result.ts';
import { CommitMarkWriter } from './commit-mark.ts';
import { findLostChanges, findLostFile, findLostLog, logFrames, type LostChanges } from './lost-changes.ts';
import { expectLog } from './log-expected.ts';
import { migrate } from './migrate.ts';
import type { Schema } from './migration.ts';
import { openFailure, type OpenFailure } from './open-failure.ts';
import { assertPragmas, setPragmas } from './pragmas.ts';
import { SqliteDatabase } from './sqlite-database.ts';
import { openFailureCodeOf, storeFailureOf } from './sqlite-failure.ts';
import { countRecovered, readWriteAheadLog } from './wal-damage.ts';

const STORE_KEY_BYTES = 32;

export interface DatabaseLocation {
  /** The file; its folder is made if it is missing. */
  readonly path: string;
  /** 32 bytes from the vault. They are copied only while the database is being opened. */
  readonly key: Uint8Array;
  /**
   * How long to wait until another process releases the file, 0…10,000 ms. This process does nothing else meanwhile.
   */
  readonly lockTimeoutMs?: number;
}

export interface Opened<View> {
  readonly view: View;
  readonly lostChanges: LostChanges | null;
}

const DEFAULT_LOCK_TIMEOUT_MS = 1_000;
const PLAIN_HEADER = 'SQLite format 3\0';

type Connection = Database.Database & {
  /** Exists in the encrypted build: takes the key as bytes, so that it never becomes a string. */
  key(key: Buffer): number;
};

/**
 * Opens the file or makes it, encrypted with ChaCha20-Poly1305 under the raw key. `prepare` compiles the statements,
 * which reads the schema. Throws only for a bug, such as a key of the wrong length.
 */
export function openEncryptedDatabase<View>(
  location: DatabaseLocation,
  schema: Schema,
  prepare: (database: SqliteDatabase) => View,
): Result<Opened<View>, OpenFailure> {
  assertKey(location.key);
  const { path } = location;
  let connection: Connection | null = null;
  let database: SqliteDatabase | null = null;
  try {
    prepareFile(path);
    const lostFile = findLostFile(path);
    const hadLog = existsSync(`${path}-wal`);
    connection = new Database(path, { timeout: location.lockTimeoutMs ?? DEFAULT_LOCK_TIMEOUT_MS }) as Connection;
    unlock(connection, location.key);
    const lostChanges = lostFile ?? findLostChanges(connection, path) ?? findLostLog(connection, hadLog);
    const migrated = migrate(connection, schema);
    if (!migrated.ok) {
      connection.close();
      return failure(openFailure(migrated.error, path));
    }
    assertPragmas(connection);
    attemptToExpectLog(connection);
    database = new SqliteDatabase(connection, holdEncryptedFile(path), beginMark(connection, path));
    return success({ view: prepare(database), lostChanges });
  } catch (error) {
    database?.close();
    connection?.close();
    const code = openFailureCodeOf(error);
    if (code === null) throw error;
    return failure(openFailure(code === 'key-does-not-fit' && isPlain(path) ? 'not-encrypted' : code, path, error));
  }
}

function assertKey(key: Uint8Array): void {
  if (key.length !== STORE_KEY_BYTES)
    throw new RangeError(`a store key has ${STORE_KEY_BYTES} bytes, not ${key.length}`);
  if (key.every((byte) => byte === 0)) throw new RangeError('a store key of zeros is no key');
}

/**
 * Makes folder (0700) and file (0600) before SQLite can, which would use the process's umask. SQLite gives the log the
 * mode of the file.
 */
function prepareFile(path: string): void {
  const folder = dirname(path);
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  try {
    closeSync(openSync(path, 'wx', 0o600));
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error;
    chmodSync(path, 0o600);
    return;
  }
  const opened = openSync(folder, 'r');
  fsyncSync(opened);
  closeSync(opened);
}

/**
 * The prefix `raw:` tells the cipher to use the key as it is; deriving one from it would cost 30 ms and add nothing.
 * The first setting that reads the file checks the key.
 */
function unlock(connection: Connection, key: Uint8Array): void {
  connection.pragma("cipher = 'chacha20'");
  const raw = Buffer.concat([Buffer.from('raw:'), key]);
  connection.key(raw);
  raw.fill(0);
  setPragmas(connection);
}

/** A file on a full or read-only medium is opened all the same. */
function attemptToExpectLog(connection: Connection): void {
  try {
    expectLog(connection);
  } catch (error) {
    if (storeFailureOf(error) === null) throw error;
  }
}

function beginMark(connection: Connection, path: string): CommitMarkWriter {
  const { frames } = readWriteAheadLog(`${path}-wal`);
  const count = connection.prepare<[], { readonly log: number }>('PRAGMA wal_checkpoint(NOOP)');
  const mark = new CommitMarkWriter(path, () => count.get()?.log ?? 0, countRecovered(frames, logFrames(connection)));
  mark.begin();
  return mark;
}

/**
 * Opens the file a second time to prove that its header is encrypted. The caller keeps the descriptor open
 * (SqliteDatabase says why).
 */
function holdEncryptedFile(path: string): number {
  const file = openSync(path, 'r');
  if (headerOf(file) === PLAIN_HEADER) {
    closeSync(file);
    throw new Error(`${path} is not encrypted`);
  }
  return file;
}

function headerOf(file: number): string {
  const header = Buffer.alloc(PLAIN_HEADER.length);
  const bytes = readSync(file, header, 0, header.length, 0);
  return header.toString('latin1', 0, bytes);
}

function isPlain(path: string): boolean {
  const file = openSync(path, 'r');
  try {
    return headerOf(file) === PLAIN_HEADER;
  } finally {
    closeSync(file);
  }
}
