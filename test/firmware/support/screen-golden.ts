import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { PNG } from 'pngjs';

const GOLDEN_FOLDER = fileURLToPath(new URL('../golden/', import.meta.url));
const OUT_FOLDER = fileURLToPath(new URL('../../../out/golden/firmware/', import.meta.url));
const BYTES_A_PIXEL = 4;
/** What a golden picture of a real screen leaves open, such as the time of day, is painted in this colour. */
const ANYTHING = [255, 0, 255] as const;

/** An area of the screen, px. */
export interface Area {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/**
 * Pixels in which a screen differs from its golden picture, 0 when it shows just that. UPDATE_GOLDEN=1 writes it anew,
 * with `open` areas painted as "anything".
 */
export function differenceFromGolden(name: string, drawn: Buffer, open: readonly Area[]): number {
  const path = join(GOLDEN_FOLDER, `${name}.png`);
  const picture = PNG.sync.read(drawn);
  if (process.env['UPDATE_GOLDEN'] === '1') {
    for (const area of open) paint(picture, area);
    write(path, PNG.sync.write(picture));
    return 0;
  }
  if (!existsSync(path)) return picture.width * picture.height;
  const golden = PNG.sync.read(readFileSync(path));
  if (golden.width !== picture.width || golden.height !== picture.height) return picture.width * picture.height;
  let count = 0;
  for (let at = 0; at < golden.data.length; at += BYTES_A_PIXEL) {
    if (!isOpen(golden.data, at) && !isSame(golden.data, picture.data, at)) count += 1;
  }
  return count;
}

/** Keeps a picture for whoever looks into a failure, and tells where. */
export function keepPicture(name: string, drawn: Buffer): string {
  const path = join(OUT_FOLDER, `${name}.png`);
  write(path, drawn);
  return path;
}

function isOpen(data: Buffer, at: number): boolean {
  return ANYTHING.every((value, channel) => data[at + channel] === value);
}

function isSame(one: Buffer, other: Buffer, at: number): boolean {
  return [0, 1, 2].every((channel) => one[at + channel] === other[at + channel]);
}

function paint(picture: PNG, area: Area): void {
  for (let y = area.y; y < area.y + area.height; y += 1) {
    for (let x = area.x; x < area.x + area.width; x += 1) {
      picture.data.set([...ANYTHING, 255], (y * picture.width + x) * BYTES_A_PIXEL);
    }
  }
}

function write(path: string, bytes: Buffer): void {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, bytes);
}
