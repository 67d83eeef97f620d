import { isBuiltin } from 'node:module';
import { dirname, join, normalize, relative } from 'node:path';
import type { Metafile } from 'esbuild';

export interface ShippedFiles {
  /** In the bundle's folder. */
  readonly bundle: readonly string[];
  /** Packages that the bundle loads from `node_modules`. */
  readonly packages: readonly string[];
}

/** Sources whose programs never start on a device. */
const LEFT_OUT = /^src\/(?:main\/)?(?:simulator|relay)\//;

/**
 * What programs need of the bundle: their own files and whatever those load, at once or later, but for the simulator.
 * @param folder of the bundle, from where the metafile's paths begin.
 */
export function shippedFiles(metafile: Metafile, folder: string, programs: readonly string[]): ShippedFiles {
  const outputs = new Map(Object.entries(metafile.outputs).map(([path, made]) => [relative(folder, path), made]));
  const bundle = new Set<string>();
  const packages = new Set<string>();
  const waiting = [...programs];
  for (let file = waiting.pop(); file !== undefined; file = waiting.pop()) {
    const made = outputs.get(file);
    if (made === undefined || bundle.has(file) || LEFT_OUT.test(made.entryPoint ?? '')) continue;
    bundle.add(file);
    for (const { path, external } of made.imports) {
      if (external !== true) waiting.push(relative(folder, path));
      else if (path.startsWith('.')) waiting.push(normalize(join(dirname(file), path)));
      else if (!isBuiltin(path)) packages.add(path);
    }
  }
  return { bundle: [...bundle].sort(), packages: [...packages].sort() };
}
