// Bundles the programs that ship into build/: one start file each, with what they share and what they load late in chunks of its own.
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
  // Half a megabyte less to read and keep; names stay, so that a stack still says where.
  minifyWhitespace: true,
  minifySyntax: true,
  logLevel: 'warning',
  // They carry compiled parts that are found from their own folders.
  external: ['better-sqlite3', 'onoff', 'serialport', '@serialport/*', 'bufferutil', 'utf-8-validate'],
  // CommonJS packages in the bundle ask for require.
  banner: {
    js: "import { createRequire as bundleRequire } from 'node:module'; const require = bundleRequire(import.meta.url);",
  },
});
await bundlePage(`${root}build/page`);

// The addon is looked for beside the bundle; the folder is then all that an image needs, next to node_modules.
copyFileSync(`${root}native/build/lvgl_bindings.node`, `${root}build/lvgl_bindings.node`);
