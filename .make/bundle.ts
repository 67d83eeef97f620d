// Bundles the programs that ship into build/: one start file each, with what they share and what they load late in chunks of its own.
import { build } from 'esbuild';
import { copyFileSync, mkdirSync, rmSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { bundlePage } from './bundle-page.ts';

const root = fileURLToPath(new URL('..', import.meta.url));
const programs = ['handset', 'relay', 'simulator'];

const page = `${root}src/simulator/page/`;

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
  logLevel: 'warning',
  // They carry compiled parts that are found from their own folders.
  external: ['better-sqlite3', 'onoff', 'serialport', '@serialport/*', 'bufferutil', 'utf-8-validate'],
  // CommonJS packages in the bundle ask for require.
  banner: {
    js: "import { createRequire as bundleRequire } from 'node:module'; const require = bundleRequire(import.meta.url);",
  },
});
await bundlePage(`${root}build/page`);

// The simulator's page: one script, and two files as they are.
mkdirSync(`${root}build/page`);
await build({
  entryPoints: [`${page}main.ts`],
  outfile: `${root}build/page/page.js`,
  bundle: true,
  format: 'esm',
  target: 'es2022',
  logLevel: 'warning',
});
for (const file of ['index.html', 'page.css']) copyFileSync(page + file, `${root}build/page/${file}`);
