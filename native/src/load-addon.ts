import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Native } from './native.ts';

/**
 * Loads LVGL's compiled addon: from `path`, which is the environment variable LVGL_BINDINGS_ADDON when not given,
 * otherwise from beside this file or from the package's build folder. Throws an Error that names these places when it
 * is in none of them.
 */
export function loadAddon(path = process.env['LVGL_BINDINGS_ADDON']): Native {
  return loadNodeFile('lvgl_bindings.node', path) as Native;
}

/** Loads an addon of this package: from `path`, or from where it may be. */
export function loadNodeFile(fileName: string, path: string | undefined): unknown {
  const tried = path === undefined ? placesOf(fileName) : [resolve(path)];
  const found = tried.find((file) => existsSync(file));
  if (found === undefined)
    throw new Error(`the addon is not built: no file ${tried.join(' nor ')} (npm run build -w lvgl-bindings)`);
  const loaded: { exports: unknown } = { exports: {} };
  process.dlopen(loaded, found);
  return loaded.exports;
}

/** Beside a bundle that contains this source, or where the package's build puts it. */
function placesOf(fileName: string): readonly string[] {
  return [`./${fileName}`, `../build/${fileName}`].map((place) => fileURLToPath(new URL(place, import.meta.url)));
}
