import { createHash } from 'node:crypto';
import type { FileHandle } from 'node:fs/promises';
import type { MappedRange } from './block-map.ts';

const PIECE_BYTES = 1 << 22;

/**
 * Reads what was written, and compares it with the map's sums.
 * @param onProgress bytes read so far.
 * @returns the first range that differs, or null when all is as it was written.
 */
export async function firstDifference(
  medium: FileHandle,
  ranges: readonly MappedRange[],
  onProgress: (bytes: number) => void,
): Promise<MappedRange | null> {
  const piece = Buffer.allocUnsafeSlow(PIECE_BYTES);
  let doneBytes = 0;
  for (const range of ranges) {
    const hash = createHash('sha256');
    for (let at = 0; at < range.lengthBytes;) {
      const wanted = Math.min(PIECE_BYTES, range.lengthBytes - at);
      const { bytesRead } = await medium.read(piece, 0, wanted, range.offsetBytes + at);
      // The medium ends before its image does.
      if (bytesRead === 0) return range;
      hash.update(piece.subarray(0, bytesRead));
      at += bytesRead;
      doneBytes += bytesRead;
      onProgress(doneBytes);
    }
    if (hash.digest('hex') !== range.sha256) return range;
  }
  return null;
}
