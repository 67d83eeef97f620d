import { basename } from 'node:path';
import type { BoardImage } from '../board-image.ts';
import { makeFat } from './file-systems.ts';

/** What a slot starts from: kernel, first root and device trees, by their own names, for the card and for updates. */
export async function makeBootPartition(
  { board, files, epochSeconds }: { board: BoardImage; files: readonly string[]; epochSeconds: number },
  file: string,
): Promise<void> {
  const named = Object.fromEntries(files.map((path) => [basename(path), path]));
  await makeFat(file, 'BOOT', board.partitions.bootMiB, named, epochSeconds);
}
