import { closeSync, existsSync, openSync, readSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { success, type Result } from '../../domain/result.ts';
import type { DurableDisk } from './durable-disk.ts';
import { finishInstall, type InstallPlace } from './install.ts';
import { MAX_PROVISIONING_BYTES, PROVISIONING_FILE } from './provisioning-document.ts';
import { takeDocument } from './take-document.ts';

/** What came of looking at the card. */
export type Taken = 'nothing' | 'installed' | 'erased';

/** Blanked first, so that a power cut while the rest is blanked leaves no file that looks damaged. */
const HEAD_BYTES = 512;

/**
 * Takes over what a technician has put onto the card, and erases it there. Interrupted at any point, it comes to its
 * end at the next call. A document with faults stays on the card, and changes nothing on the handset.
 * @param card the folder that the card's partition is mounted at.
 */
export function takeFromCard(card: string, place: InstallPlace, disk: DurableDisk): Result<Taken, readonly string[]> {
  finishInstall(place.dataFolder, disk);
  const path = join(card, PROVISIONING_FILE);
  if (!existsSync(path)) return success('nothing');
  const bytes = readBounded(path);
  if (bytes.length === 0 || bytes[0] === 0) {
    erase(path, disk);
    return success('erased');
  }
  const taken = takeDocument(bytes, place, disk);
  if (taken.ok) erase(path, disk);
  return taken;
}

function erase(path: string, disk: DurableDisk): void {
  const { size } = statSync(path);
  const head = Math.min(size, HEAD_BYTES);
  disk.blank(path, 0, head);
  disk.blank(path, head, size);
  disk.unlink(path);
}

/** One byte more than is allowed is read, so that too much is seen as such. */
function readBounded(path: string): Buffer {
  const bytes = Buffer.alloc(Math.min(statSync(path).size, MAX_PROVISIONING_BYTES + 1));
  const file = openSync(path, 'r');
  try {
    let done = 0;
    for (let read = 1; read > 0 && done < bytes.length; done += read)
      read = readSync(file, bytes, done, bytes.length - done, null);
    return bytes.subarray(0, done);
  } finally {
    closeSync(file);
  }
}
