// Bundles the shipped programs into build/, as CommonJS: Node starts one large file of it 20 ms sooner than ES modules
// in pieces. Each program is a small start file that any Node can read, and one file with all the rest.
//   usage: node .make/bundle.ts [--output=FOLDER] [--architecture=arm64 --addons=FOLDER]   the latter for another machine
import { build, type Plugin } from 'esbuild';
import { copyFileSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { arch } from 'node:process';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { bundlePage } from './bundle-page.ts';
import { programOptions } from './program-options.ts';

const root = fileURLToPath(new URL('..', import.meta.url));
const { values } = parseArgs({
  options: { output: { type: 'string' }, architecture: { type: 'string' }, addons: { type: 'string' } },
});
const output = values.output ?? `${root}build`;

/** By name, the source of each file that is made. One that another of them loads by `import()` stays a file of its own. */
const sources: Readonly<Record<string, string>> = {
  handset: 'src/main/handset.ts',
  'handset-program': 'src/main/handset-program.ts',
  'simulate-handset': 'src/main/simulator/simulate-handset.ts',
  provision: 'src/main/provision.ts',
  fetch: 'src/main/fetch.ts',
  relay: 'src/main/relay.ts',
  'relay-program': 'src/main/relay-program.ts',
  simulator: 'src/main/simulator.ts',
  'simulator-program': 'src/main/simulator-program.ts',
};

const loadedLater: Plugin = {
  name: 'loaded-later',
  setup(bundle) {
    bundle.onResolve({ filter: /^\./ }, ({ kind, path, importer }) => {
      if (kind !== 'dynamic-import') return null;
      const source = fileURLToPath(new URL(path, `file://${importer}`));
      const name = Object.keys(sources).find((each) => `${root}${sources[each] ?? ''}` === source);
      return name === undefined ? null : { path: `./${name}.js`, external: true };
    });
  },
};

rmSync(output, { recursive: true, force: true });
const { metafile } = await build({
  ...programOptions(values.architecture ?? arch),
  entryPoints: sources,
  outdir: output,
  metafile: true,
  plugins: [loadedLater],
});
expectAscii(Object.keys(metafile.outputs).filter((file) => file.endsWith('.js')));

// The project's own package.json says that its files are ES modules.
writeFileSync(`${output}/package.json`, '{ "type": "commonjs" }\n');
// An image takes the files that the handset needs, and nothing of the other programs.
writeFileSync(`${output}/metafile.json`, JSON.stringify(metafile));
await bundlePage(`${output}/page`);

// The program looks for the addons beside the bundle. An image then needs only this folder and node_modules.
for (const addon of ['lvgl_bindings.node', 'linux_io.node']) {
  copyFileSync(`${values.addons ?? `${root}native/build`}/${addon}`, `${output}/${addon}`);
}

/** V8 keeps a source as one byte a character, or as two when one character needs it: a megabyte of memory. */
function expectAscii(files: readonly string[]): void {
  for (const file of files) {
    const found = /[^\0-\x7f]/u.exec(readFileSync(`${root}${file}`, 'utf8'));
    if (found === null) continue;
    const code = found[0].codePointAt(0)?.toString(16) ?? '';
    const before = found.input.slice(Math.max(0, found.index - 60), found.index);
    throw new Error(`build: write \\u{${code}} in the source of ${file}, where esbuild leaves it, after: ${before}`);
  }
}
