/** Why a database could not be opened. Nothing was created, changed or removed. */
export type OpenFailureCode =
  /**
   * The key does not open this file: the key file was replaced, the file comes from another device, or its first page
   * is damaged.
   */
  | 'key-does-not-fit'
  /** The file is plain SQLite: it was not written by this firmware. */
  | 'not-encrypted'
  /** Another process has the file open, or another store in this process. */
  | 'in-use'
  /** A newer version of the firmware wrote the file. */
  | 'from-the-future'
  /** The file is one of our databases, but of another kind (a relay's queue instead of a handset's history). */
  | 'wrong-kind'
  | 'damaged'
  /** This process may not write the folder or the file, or the medium is read-only. */
  | 'unwritable'
  | 'disk-full';

export interface OpenFailure {
  readonly code: OpenFailureCode;
  readonly path: string;
  /** What the operator can do about it, in one English sentence. */
  readonly cure: string;
  readonly cause?: unknown;
}

const CURES: Readonly<Record<OpenFailureCode, string>> = {
  'key-does-not-fit':
    'put back the key file that this database was made with, or move the database away to begin with an empty one',
  'not-encrypted': 'move the file away: it is an unencrypted database, which is never read nor written here',
  'in-use': 'stop the other process that has this database open',
  'from-the-future': 'install the newer version that wrote this database, or move the database away',
  'wrong-kind': 'check the data folder in the configuration: this database belongs to another program',
  damaged: 'copy the file away for analysis, check the medium, and put back a backup or move the database away',
  unwritable: 'make the data folder writable for this user and the medium not read-only',
  'disk-full': 'free some space on the medium of the data folder',
};

export function openFailure(code: OpenFailureCode, path: string, cause?: unknown): OpenFailure {
  return { code, path, cure: CURES[code], ...(cause === undefined ? {} : { cause }) };
}
