import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import pixelmatch from 'pixelmatch';
import { PNG } from 'pngjs';

const GOLDEN_FOLDER = fileURLToPath(new URL('..', import.meta.url));
const OUT_FOLDER = fileURLToPath(new URL('../../../out/golden/', import.meta.url));

/** Empty when the picture equals the golden one pixel for pixel; else what is wrong and where to look. UPDATE_GOLDEN=1 writes it anew. */
export function compareToGolden(name: string, drawn: Buffer): string {
  const path = join(GOLDEN_FOLDER, `${name}.png`);
  if (process.env['UPDATE_GOLDEN'] === '1') {
    write(path, drawn);
    return '';
  }
  const out = join(OUT_FOLDER, `${name}.png`);
  if (!existsSync(path)) {
    write(out, drawn);
    return `there is no golden picture ${path}; the drawn one is ${out}. Look at it, then UPDATE_GOLDEN=1`;
  }
  const differing = difference(readFileSync(path), drawn);
  if (differing.count === 0) return '';
  write(out, drawn);
  write(join(OUT_FOLDER, `${name}.difference.png`), differing.picture);
  return `${differing.count} pixels differ from ${path}; see ${out} and its .difference.png`;
}

function difference(golden: Buffer, drawn: Buffer): { readonly count: number; readonly picture: Buffer } {
  const before = PNG.sync.read(golden);
  const after = PNG.sync.read(drawn);
  if (before.width !== after.width || before.height !== after.height) return { count: Infinity, picture: drawn };
  const picture = new PNG({ width: after.width, height: after.height });
  const options = { threshold: 0, includeAA: true };
  const count = pixelmatch(before.data, after.data, picture.data, after.width, after.height, options);
  // Its threshold forgives what the eye cannot see; a golden picture forgives nothing.
  return { count: Math.max(count, before.data.equals(after.data) ? 0 : 1), picture: PNG.sync.write(picture) };
}

function write(path: string, bytes: Buffer): void {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, bytes);
}
