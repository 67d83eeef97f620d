// Bundles the shipped programs into build/: one start file each. What they share, and what they load only when needed,
// goes into chunks of its own.
import { build } from 'esbuild';
import { copyFileSync, rmSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { bundlePage } from './bundle-page.ts';

const root = fileURLToPath(new URL('..', import.meta.url));
const programs = ['handset', 'relay', 'simulator'];

rmSync(`${root}build`, { recursive: true, force: true });
await build({
  absWorkingDir: root,
  entryPoints: programs.map((name) => `src/main/${name}.ts`),
  outdir: 'build',
  bundle: true,
  splitting: true,
  format: 'esm',
  platform: 'node',
  target: 'node24',
  sourcemap: 'linked',
  // Saves half a megabyte to read and store. Names stay, so that a stack trace still says where.
  minifyWhitespace: true,
  minifySyntax: true,
  logLevel: 'warning',
  // These packages have compiled parts, which they find from their own folders.
  external: ['better-sqlite3', 'onoff', 'serialport', '@serialport/*', 'bufferutil', 'utf-8-validate'],
  // CommonJS packages in the bundle need `require`.
  banner: {
    js: "import { createRequire as bundleRequire } from 'node:module'; const require = bundleRequire(import.meta.url);",
  },
});
await bundlePage(`${root}build/page`);

// The program looks for the addon beside the bundle. An image then needs only this folder and node_modules.
copyFileSync(`${root}native/build/lvgl_bindings.node`, `${root}build/lvgl_bindings.node`);
