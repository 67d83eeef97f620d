import { closeSync, openSync, readSync, fstatSync } from 'node:fs';
import type { CommitMark } from './commit-mark.ts';

const HEADER_BYTES = 32;
const FRAME_HEADER_BYTES = 24;

/**
 * A frame of a write-ahead log (https://sqlite.org/fileformat2.html#walformat) that was written since the log was last
 * begun anew.
 */
export interface WalFrame {
  /** Position in the file; 0 for the first frame. */
  readonly index: number;
  /** The frame is the last one of a transaction. */
  readonly commits: boolean;
}

export interface WriteAheadLog {
  /** The salts in the log's header; null when there is no log, or its header is damaged. */
  readonly salts: Buffer | null;
  /** The frames with these salts, in order. Their pages are encrypted, and are not read. */
  readonly frames: readonly WalFrame[];
}

export function readWriteAheadLog(walPath: string): WriteAheadLog {
  let file: number;
  try {
    file = openSync(walPath, 'r');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return { salts: null, frames: [] };
    throw error;
  }
  try {
    const header = Buffer.alloc(HEADER_BYTES);
    const isWhole = readSync(file, header, 0, HEADER_BYTES, 0) === HEADER_BYTES && checksumFits(header);
    return isWhole ? { salts: header.subarray(16, 24), frames: framesOf(file, header) } : { salts: null, frames: [] };
  } finally {
    closeSync(file);
  }
}

function framesOf(file: number, header: Buffer): readonly WalFrame[] {
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
 * Checks the checksum of the header's first 24 bytes. The last bit of the magic number tells its byte order (walformat,
 * "Checksum Algorithm").
 */
function checksumFits(header: Buffer): boolean {
  const isBigEndian = (header.readUInt32BE(0) & 1) === 1;
  const word = (at: number): number => (isBigEndian ? header.readUInt32BE(at) : header.readUInt32LE(at));
  let [first, second] = [0, 0];
  for (let at = 0; at < 24; at += 8) {
    first = (first + word(at) + second) >>> 0;
    second = (second + word(at + 4) + first) >>> 0;
  }
  return header.readUInt32BE(24) === first && header.readUInt32BE(28) === second;
}

/**
 * How many transactions were durable but were not recovered. SQLite stops without a word at the first frame whose
 * checksum is wrong. After a power cut that frame belongs to the one transaction in flight, which was not durable. But
 * a transaction that is followed by another one had been synced (synchronous = FULL), and one that the mark counts had
 * been committed; if such a transaction is missing, the medium has lost it.
 */
export function countLostTransactions(
  { salts, frames }: WriteAheadLog,
  recoveredFrames: number,
  mark: CommitMark | null,
): number {
  const last = frames.at(-1)?.index ?? 0;
  const followed = frames.filter(({ index, commits }) => commits && index >= recoveredFrames && index < last).length;
  if (mark === null) return followed;
  // The log was begun anew since then: everything that the mark counts is in the database already.
  if (salts !== null && !salts.equals(mark.salts)) return followed;
  if (salts !== null && recoveredFrames >= mark.frames) return followed;
  return Math.max(followed, mark.transactions - countRecovered(frames, recoveredFrames), 1);
}

export function countRecovered(frames: readonly WalFrame[], recoveredFrames: number): number {
  return frames.filter(({ index, commits }) => commits && index < recoveredFrames).length;
}
