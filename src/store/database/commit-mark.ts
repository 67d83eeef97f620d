import { closeSync, openSync, readFileSync, readSync, rmSync, writeSync } from 'node:fs';
import { crc32 } from 'node:zlib';

/** The length of the write-ahead log after some commit. At least that much is durable. */
export interface CommitMark {
  /** Salts from the header of the log. SQLite changes them whenever it begins the log anew. */
  readonly salts: Buffer;
  readonly frames: number;
  /** Transactions since the log was last begun anew. */
  readonly transactions: number;
}

const SALTS_OFFSET = 16;
const SALT_BYTES = 8;
const MARK_BYTES = SALT_BYTES + 12;

const markPathOf = (path: string): string => `${path}-mark`;

/**
 * After each commit, writes the log's length into a file beside the database. When a log was cut off, or its last
 * transaction was damaged, SQLite recovers what is left and reports nothing; the mark tells such a loss from a
 * transaction that never ended. It costs one small write for each commit. It is never synced, but it is written after a
 * commit that was, so after a power cut it may be too old but never too new. A mark that cannot be written or read
 * counts as absent.
 */
export class CommitMarkWriter {
  readonly #path: string;
  readonly #logFrames: () => number;
  readonly #mark = Buffer.alloc(MARK_BYTES);
  #file: number | null = null;
  #log: number | null = null;
  #frames: number;
  #transactions: number;
  #isRestarted = false;

  /**
   * @param logFrames how many frames the log has now.
   * @param transactions how many transactions were recovered from the log.
   */
  constructor(path: string, logFrames: () => number, transactions: number) {
    this.#path = path;
    this.#logFrames = logFrames;
    this.#frames = logFrames();
    this.#transactions = transactions;
  }

  /** Makes the file, with what is durable now. */
  begin(): void {
    this.#attempt(() => {
      this.#file = openSync(markPathOf(this.#path), 'w', 0o600);
      this.#write();
    });
  }

  /**
   * Call it after each transaction; one that changed nothing is ignored. Never throws, because the transaction is
   * durable whatever happens to the mark.
   */
  committed(): void {
    this.#attempt(() => {
      const frames = this.#logFrames();
      if (frames === this.#frames) return;
      this.#transactions = frames < this.#frames ? 1 : this.#transactions + 1;
      this.#frames = frames;
      this.#write();
    });
  }

  /**
   * Removes the mark. Call it before the log is moved into the database in good order, when nothing can be lost any
   * more.
   */
  end(): void {
    for (const file of [this.#file, this.#log]) if (file !== null) closeSync(file);
    this.#file = null;
    this.#log = null;
    this.#attempt(() => {
      rmSync(markPathOf(this.#path), { force: true });
    });
  }

  /**
   * Call it before the log is emptied. There is no mark until the next commit: one that tells of an empty log would
   * look as if its transactions had been lost.
   */
  restart(): void {
    this.end();
    this.#frames = 0;
    this.#transactions = 0;
    this.#isRestarted = true;
  }

  /** An empty log in the place of one that was moved into the database while the database still expects one. */
  keepLog(): void {
    this.#attempt(() => {
      closeSync(openSync(`${this.#path}-wal`, 'a', 0o600));
    });
  }

  #write(): void {
    if (this.#isRestarted) this.#file ??= openSync(markPathOf(this.#path), 'w', 0o600);
    if (this.#file === null) return;
    this.#log ??= openSync(`${this.#path}-wal`, 'r');
    readSync(this.#log, this.#mark, 0, SALT_BYTES, SALTS_OFFSET);
    this.#mark.writeUInt32BE(this.#frames, SALT_BYTES);
    this.#mark.writeUInt32BE(this.#transactions, SALT_BYTES + 4);
    this.#mark.writeUInt32BE(crc32(this.#mark.subarray(0, MARK_BYTES - 4)), MARK_BYTES - 4);
    writeSync(this.#file, this.#mark, 0, MARK_BYTES, 0);
  }

  /**
   * Ignores errors of the file system. The commit itself is durable; without a mark a later damage is only harder to
   * notice.
   */
  #attempt(change: () => void): void {
    try {
      change();
    } catch (error) {
      if (!(error instanceof Error && 'code' in error)) throw error;
    }
  }
}

/** Null when there is no mark, or a damaged one. */
export function readCommitMark(path: string): CommitMark | null {
  try {
    const bytes = readFileSync(markPathOf(path));
    if (bytes.length !== MARK_BYTES || crc32(bytes.subarray(0, -4)) !== bytes.readUInt32BE(MARK_BYTES - 4)) return null;
    return {
      salts: bytes.subarray(0, SALT_BYTES),
      frames: bytes.readUInt32BE(SALT_BYTES),
      transactions: bytes.readUInt32BE(SALT_BYTES + 4),
    };
  } catch {
    return null;
  }
}
