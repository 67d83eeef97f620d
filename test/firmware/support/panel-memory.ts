import { closeSync, openSync, readFileSync, readSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { PNG } from 'pngjs';
import type { QemuMachine } from './qemu-machine.ts';

const GOLDEN_FOLDER = fileURLToPath(new URL('../golden/', import.meta.url));
const CHUNK_BYTES = 1 << 26;
const LOOK_MS = 5_000;

/** A part of the guest's memory. */
export interface MemoryRange {
  readonly from: number;
  readonly bytes: number;
}

/**
 * Waits until the golden picture lies in the guest's memory, row after row of RGB565 as the panel's driver has it: for a
 * panel that the emulator does not have, so that nobody can look at it.
 */
export async function isInMemory(
  machine: QemuMachine,
  golden: string,
  range: MemoryRange,
  timeoutMs: number,
): Promise<boolean> {
  const wanted = rgb565(join(GOLDEN_FOLDER, `${golden}.png`));
  const file = join(machine.folder, 'memory');
  for (const endMs = Date.now() + timeoutMs; Date.now() < endMs;) {
    await machine.qmp.execute('pmemsave', { val: range.from, size: range.bytes, filename: file });
    const isThere = contains(file, wanted);
    rmSync(file);
    if (isThere) return true;
    await new Promise((resolve) => setTimeout(resolve, LOOK_MS));
  }
  return false;
}

function rgb565(path: string): Buffer {
  const { data, width, height } = PNG.sync.read(readFileSync(path));
  const pixels = Buffer.alloc(width * height * 2);
  for (let at = 0; at < width * height; at += 1) {
    const [red = 0, green = 0, blue = 0] = data.subarray(at * 4, at * 4 + 3);
    pixels.writeUInt16LE(((red >> 3) << 11) | ((green >> 2) << 5) | (blue >> 3), at * 2);
  }
  return pixels;
}

function contains(path: string, wanted: Buffer): boolean {
  const file = openSync(path, 'r');
  const bytes = Buffer.alloc(CHUNK_BYTES + wanted.length);
  try {
    for (let at = 0; ; at += CHUNK_BYTES) {
      const count = readSync(file, bytes, 0, bytes.length, at);
      if (bytes.subarray(0, count).includes(wanted)) return true;
      if (count < bytes.length) return false;
    }
  } finally {
    closeSync(file);
  }
}
