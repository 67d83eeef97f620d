import { build } from 'esbuild';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const here = (name: string) => fileURLToPath(new URL(name, import.meta.url));

/** Programs of this folder that run in the machine. */
export type ProbeName = 'keypad-probe' | 'plug-probe' | 'typing-probe';

/**
 * Makes NAME.cjs in the folder: one file that needs nothing but Node. onoff and serialport are found by NODE_PATH, and the
 * addon by LINUX_IO_ADDON, which name the handset's own (init.sh).
 */
export async function bundleProbe(name: ProbeName, folder: string): Promise<void> {
  await build({
    entryPoints: [here(`${name}.ts`)],
    outfile: join(folder, `${name}.cjs`),
    bundle: true,
    format: 'cjs',
    platform: 'node',
    target: 'node24',
    alias: { vitest: here('small-vitest.ts') },
    external: ['onoff', 'serialport'],
    // onoff and serialport are loaded only where a keypad needs them.
    supported: { 'dynamic-import': false },
    define: { 'import.meta.url': 'bundleUrl' },
    banner: { js: "const bundleUrl = require('node:url').pathToFileURL(__filename).href;" },
    logLevel: 'warning',
  });
}
