import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Native } from './native.ts';

const fileName = 'lvgl_bindings.node';

/** Where the addon may be: beside a bundle that contains this source, or where the package's build puts it. */
const candidates = [`./${fileName}`, `../build/${fileName}`];

/**
 * Loads the compiled addon: from `path`, which is the environment variable LVGL_BINDINGS_ADDON when not given,
 * otherwise from beside this file or from the package's build folder. Throws an Error that names these places when it
 * is in none of them.
 */
export function loadAddon(path = process.env['LVGL_BINDINGS_ADDON']): Native {
  const tried =
    path === undefined ? candidates.map((c) => fileURLToPath(new URL(c, import.meta.url))) : [resolve(path)];
  const found = tried.find((file) => existsSync(file));
  if (found === undefined)
    throw new Error(`the LVGL addon is not built: no file ${tried.join(' nor ')} (npm run build -w lvgl-bindings)`);
  const loaded: { exports: unknown } = { exports: {} };
  process.dlopen(loaded, found);
  return loaded.exports as Native;
}
