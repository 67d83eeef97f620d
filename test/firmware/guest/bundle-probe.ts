import { build } from 'esbuild';
import { copyFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const here = (name: string) => fileURLToPath(new URL(name, import.meta.url));

/**
 * Makes keypad-probe.cjs in the folder, with the addon beside it. onoff and serialport are found from there as by the
 * handset's program, so a machine runs it in the program's own folder.
 * @param addon linux_io.node for the machine that will run it.
 */
export async function bundleKeypadProbe(folder: string, addon: string): Promise<string> {
  const file = `${folder}/keypad-probe.cjs`;
  await build({
    entryPoints: [here('keypad-probe.ts')],
    outfile: file,
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
  copyFileSync(addon, `${folder}/linux_io.node`);
  return file;
}
