import { closeSync, openSync, readSync, fstatSync } from 'node:fs';

const HEADER_BYTES = 32;
const FRAME_HEADER_BYTES = 24;

/** A frame of a write-ahead log (https://sqlite.org/fileformat2.html#walformat) that belongs to the log's present run. */
export interface WalFrame {
  /** 0 for the first frame of the file. */
  readonly index: number;
  /** The last frame of a transaction. */
  readonly commits: boolean;
}

/** The frames that carry the log's present salts, in order; none when there is no log. Pages stay encrypted and unread. */
export function readWalFrames(walPath: string): readonly WalFrame[] {
  let file: number;
  try {
    file = openSync(walPath, 'r');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return [];
    throw error;
  }
  try {
    return framesOf(file);
  } finally {
    closeSync(file);
  }
}

function framesOf(file: number): readonly WalFrame[] {
  const header = Buffer.alloc(HEADER_BYTES);
  if (readSync(file, header, 0, HEADER_BYTES, 0) < HEADER_BYTES) return [];
  const salts = header.subarray(16, 24);
  const frameBytes = FRAME_HEADER_BYTES + header.readUInt32BE(8);
  const count = Math.floor((fstatSync(file).size - HEADER_BYTES) / frameBytes);
  const frames: WalFrame[] = [];
  const frame = Buffer.alloc(FRAME_HEADER_BYTES);
  for (let index = 0; index < count; index++) {
    readSync(file, frame, 0, FRAME_HEADER_BYTES, HEADER_BYTES + index * frameBytes);
    if (frame.subarray(8, 16).equals(salts)) frames.push({ index, commits: frame.readUInt32BE(4) > 0 });
  }
  return frames;
}

/**
 * How many transactions were durable and yet not recovered. SQLite stops at the first frame whose checksum is wrong and says nothing.
 * After a power cut that is the tail of the one transaction in flight; but a transaction that another one follows had been synced
 * before (synchronous = FULL), so its loss is damage of the medium.
 */
export function countLostTransactions(frames: readonly WalFrame[], recoveredFrames: number): number {
  const last = frames.at(-1);
  if (last === undefined) return 0;
  return frames.filter(({ index, commits }) => commits && index >= recoveredFrames && index < last.index).length;
}
