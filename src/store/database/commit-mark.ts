import { closeSync, openSync, readFileSync, readSync, rmSync, writeSync } from 'node:fs';
import { crc32 } from 'node:zlib';

/** How far the write-ahead log had come at some commit: a lower bound of what is durable. */
export interface CommitMark {
  /** Of the log's run, from its header: SQLite changes them when it begins the log anew. */
  readonly salts: Buffer;
  readonly frames: number;
  /** Transactions in this run. */
  readonly transactions: number;
}

const SALTS_OFFSET = 16;
const SALT_BYTES = 8;
const MARK_BYTES = SALT_BYTES + 12;

const markPathOf = (path: string): string => `${path}-mark`;

/**
 * Notes beside the database, after each commit, how far its log has come. SQLite recovers a log that was cut off, or
 * whose last transaction was damaged, without a word; the mark tells such a loss from a transaction that never ended.
 * It is never synced: behind a commit that was, it can only be too old after a power cut, never too new. That costs one
 * small write a commit. A mark that cannot be written or read is none.
 */
export class CommitMarkWriter {
  readonly #path: string;
  readonly #logFrames: () => number;
  readonly #mark = Buffer.alloc(MARK_BYTES);
  #file: number | null = null;
  #log: number | null = null;
  #frames: number;
  #transactions: number;

  /** `logFrames`: how many frames the log has now; `transactions`: how many of its transactions were recovered. */
  constructor(path: string, logFrames: () => number, transactions: number) {
    this.#path = path;
    this.#logFrames = logFrames;
    this.#frames = logFrames();
    this.#transactions = transactions;
  }

  /** Begins to note, with what is durable now. */
  begin(): void {
    this.#attempt(() => {
      this.#file = openSync(markPathOf(this.#path), 'w', 0o600);
      this.#write();
    });
  }

  /**
   * After a transaction; one that changed nothing is none. Never throws: the transaction is durable, whatever becomes
   * of the mark.
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

  /** Before the log is moved into the database in good order: there is nothing left to lose. */
  end(): void {
    for (const file of [this.#file, this.#log]) if (file !== null) closeSync(file);
    this.#file = null;
    this.#log = null;
    this.#attempt(() => {
      rmSync(markPathOf(this.#path), { force: true });
    });
  }

  #write(): void {
    if (this.#file === null) return;
    this.#log ??= openSync(`${this.#path}-wal`, 'r');
    readSync(this.#log, this.#mark, 0, SALT_BYTES, SALTS_OFFSET);
    this.#mark.writeUInt32BE(this.#frames, SALT_BYTES);
    this.#mark.writeUInt32BE(this.#transactions, SALT_BYTES + 4);
    this.#mark.writeUInt32BE(crc32(this.#mark.subarray(0, MARK_BYTES - 4)), MARK_BYTES - 4);
    writeSync(this.#file, this.#mark, 0, MARK_BYTES, 0);
  }

  /** The commit itself is durable and told; a mark that is not written makes only the next damage harder to see. */
  #attempt(change: () => void): void {
    try {
      change();
    } catch (error) {
      if (!(error instanceof Error && 'code' in error)) throw error;
    }
  }
}

/** Null when there is none, or none that is whole. */
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
