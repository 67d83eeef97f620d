import { constants } from 'node:fs';
import { open, type FileHandle } from 'node:fs/promises';
import { run } from '../../image/tools/command.ts';
import { TechnicianFailure } from '../technician-failure.ts';
import type { BlockMap, MappedRange } from './block-map.ts';

const PIECE_BYTES = 1 << 22;
const SECOND_TABLE_BYTES = 1 << 20;
/** On a device, O_EXCL means: only while nobody has it mounted or otherwise claimed (open(2)). */
const OPEN_DEVICE = constants.O_RDWR | constants.O_EXCL;
const OPEN_FILE = constants.O_RDWR | constants.O_CREAT | constants.O_TRUNC;
/** An image holds no secret yet, but what is provisioned into it later does. */
const FILE_MODE = 0o600;

type Place = Omit<MappedRange, 'sha256'>;

export interface Writing {
  readonly image: string;
  readonly map: BlockMap;
  readonly path: string;
  /** Of the device, null for a file. */
  readonly deviceBytes: number | null;
}

/**
 * Writes what the image holds, and leaves nothing of what was there before within its length: what an earlier owner of
 * the card wrote is gone, and the file systems find zeros where they expect them.
 * @param onProgress bytes written so far.
 */
export async function writeImage(writing: Writing, onProgress: (bytes: number) => void): Promise<void> {
  const { image, map, path, deviceBytes } = writing;
  const isDevice = deviceBytes !== null;
  const source = await open(image, 'r');
  const medium = await open(path, isDevice ? OPEN_DEVICE : OPEN_FILE, FILE_MODE);
  try {
    if (!isDevice) await medium.truncate(map.imageBytes);
    await copyRanges(source, medium, writing, onProgress);
    await medium.sync();
  } finally {
    await medium.close();
    await source.close();
  }
  // The kernel writes zeros, or has the medium do it where it can.
  if (isDevice) for (const gap of [...gapsOf(map), ...endOf(deviceBytes, map)]) await zero(path, gap);
}

/** Where an earlier partition table kept its second copy, when the medium is larger than the image. */
function endOf(deviceBytes: number, { imageBytes }: BlockMap): readonly Place[] {
  const offsetBytes = Math.max(imageBytes, deviceBytes - SECOND_TABLE_BYTES);
  return offsetBytes < deviceBytes ? [{ offsetBytes, lengthBytes: deviceBytes - offsetBytes }] : [];
}

async function copyRanges(
  source: FileHandle,
  medium: FileHandle,
  { image, map }: Writing,
  onProgress: (bytes: number) => void,
): Promise<void> {
  const piece = Buffer.allocUnsafeSlow(PIECE_BYTES);
  let doneBytes = 0;
  for (const { offsetBytes, lengthBytes } of map.ranges) {
    for (let at = 0; at < lengthBytes;) {
      const { bytesRead } = await source.read(piece, 0, Math.min(PIECE_BYTES, lengthBytes - at), offsetBytes + at);
      if (bytesRead === 0)
        throw new TechnicianFailure(`${image} is shorter than its block map says; make the image anew`);
      await writeWhole(medium, piece.subarray(0, bytesRead), offsetBytes + at);
      at += bytesRead;
      doneBytes += bytesRead;
      onProgress(doneBytes);
    }
  }
}

/** A write may take less than it was given. */
async function writeWhole(medium: FileHandle, bytes: Buffer, offsetBytes: number): Promise<void> {
  for (let at = 0; at < bytes.length;) {
    const { bytesWritten } = await medium.write(bytes, at, bytes.length - at, offsetBytes + at);
    at += bytesWritten;
  }
}

/** What lies between the ranges of the map, in their order. */
export function gapsOf({ imageBytes, ranges }: BlockMap): readonly Place[] {
  const gaps: Place[] = [];
  let endBytes = 0;
  for (const { offsetBytes, lengthBytes } of [...ranges, { offsetBytes: imageBytes, lengthBytes: 0 }]) {
    if (offsetBytes > endBytes) gaps.push({ offsetBytes: endBytes, lengthBytes: offsetBytes - endBytes });
    endBytes = offsetBytes + lengthBytes;
  }
  return gaps;
}

async function zero(path: string, { offsetBytes, lengthBytes }: Place): Promise<void> {
  const place = ['--offset', String(offsetBytes), '--length', String(lengthBytes)];
  await run('blkdiscard', ['--force', '--zeroout', ...place, path]);
}
