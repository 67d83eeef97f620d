import { closeSync, openSync, readSync } from 'node:fs';
import { crc32 } from 'node:zlib';
import { failure, success, type Result } from '../../../src/domain/result.ts';

/** Cards and image files have these; a disk with sectors of 4 KiB is no card of a handset. */
const SECTOR_BYTES = 512;
const HEADER_BYTES = 92;
const MOST_ENTRIES = 256;

export interface Partition {
  readonly name: string;
  readonly offsetBytes: number;
  readonly sizeBytes: number;
}

/**
 * The partitions of a card or an image file, by its GPT (UEFI 2.10, 5.3).
 * @returns on failure why the table cannot be used, for whoever named the path.
 */
export function partitionsOf(path: string): Result<readonly Partition[], string> {
  const medium = openSync(path, 'r');
  try {
    const header = readAt(medium, SECTOR_BYTES, SECTOR_BYTES);
    if (header.toString('latin1', 0, 8) !== 'EFI PART') return failure('has no table of partitions (GPT)');
    const checked = Buffer.from(header.subarray(0, HEADER_BYTES));
    checked.writeUInt32LE(0, 16);
    const count = header.readUInt32LE(80);
    const entryBytes = header.readUInt32LE(84);
    const isSound = header.readUInt32LE(12) === HEADER_BYTES && crc32(checked) === header.readUInt32LE(16);
    if (!isSound || count > MOST_ENTRIES || entryBytes !== 128) return failure('has a damaged table of partitions');
    const entries = readAt(medium, Number(header.readBigUInt64LE(72)) * SECTOR_BYTES, count * entryBytes);
    if (crc32(entries) !== header.readUInt32LE(88)) return failure('has a damaged table of partitions');
    return success(
      Array.from({ length: count }, (_, at) => entryAt(entries, at * entryBytes)).flatMap((one) => one ?? []),
    );
  } finally {
    closeSync(medium);
  }
}

function entryAt(entries: Buffer, at: number): Partition | null {
  const entry = entries.subarray(at, at + 128);
  if (entry.subarray(0, 16).every((byte) => byte === 0)) return null;
  const [first, last] = [Number(entry.readBigUInt64LE(32)), Number(entry.readBigUInt64LE(40))];
  const name = entry.toString('utf16le', 56, 128).split('\0', 1).join('');
  return { name, offsetBytes: first * SECTOR_BYTES, sizeBytes: (last - first + 1) * SECTOR_BYTES };
}

/** What lies behind the end counts as zeros. */
function readAt(medium: number, offsetBytes: number, lengthBytes: number): Buffer {
  const bytes = Buffer.alloc(lengthBytes);
  readSync(medium, bytes, 0, lengthBytes, offsetBytes);
  return bytes;
}
