import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { build } from 'esbuild';
import type { BuildCache } from '../tools/build-cache.ts';
import { run } from '../tools/command.ts';
import { PROJECT } from '../tools/project.ts';
import type { NodeForArm64 } from './node-for-arm64.ts';

const TARGET = 'linux-arm64';

/**
 * Puts the packages into `folder/node_modules`: the files that they load, no more, and their addons for the handset.
 * @returns the packages, as folders below node_modules.
 */
export async function installPackages(
  names: readonly string[],
  folder: string,
  cache: BuildCache,
  node: NodeForArm64,
): Promise<readonly string[]> {
  const files = await loadedFiles(names);
  const packages = [...new Set(files.map(packageOf))].sort();
  for (const file of [...files, ...packages.map((name) => `node_modules/${name}/package.json`)]) {
    mkdirSync(join(folder, dirname(file)), { recursive: true });
    cpSync(join(PROJECT, file), join(folder, file));
  }
  for (const name of packages) await installAddon(name, join(folder, 'node_modules', name), cache, node);
  return packages;
}

/** Every JavaScript file that these packages reach, relative to the project. */
async function loadedFiles(names: readonly string[]): Promise<readonly string[]> {
  if (names.length === 0) return [];
  const { metafile } = await build({
    stdin: { contents: names.map((name) => `require(${JSON.stringify(name)});`).join('\n'), resolveDir: PROJECT },
    absWorkingDir: PROJECT,
    bundle: true,
    platform: 'node',
    metafile: true,
    write: false,
    logLevel: 'error',
    external: ['*.node'],
  });
  return Object.keys(metafile.inputs).filter((path) => path.startsWith('node_modules/'));
}

/** Its folder below node_modules. */
export const packageOf = (file: string): string =>
  /^(?:.*\/)?node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(file)?.[1] ?? file;

async function installAddon(name: string, into: string, cache: BuildCache, node: NodeForArm64): Promise<void> {
  const from = join(PROJECT, 'node_modules', name);
  const ready = [join('prebuilds', `${TARGET}.node`), join('prebuilds', TARGET)].find((path) =>
    existsSync(join(from, path)),
  );
  if (ready !== undefined) {
    cpSync(join(from, ready), join(into, ready), { recursive: true, filter: (path) => !path.includes('musl') });
  } else if (existsSync(join(from, 'binding.gyp'))) {
    await crossCompile(from, into, cache, node);
  }
}

/** For a package that comes without a compiled form, as epoll. */
async function crossCompile(from: string, into: string, cache: BuildCache, node: NodeForArm64): Promise<void> {
  const { name, version } = JSON.parse(readFileSync(join(from, 'package.json'), 'utf8')) as Record<string, string>;
  const made = await cache.made(`${name ?? 'addon'}-addon`, [version, node.packageFolder], async (folder) => {
    const sources = join(folder, 'source');
    cpSync(from, sources, { recursive: true, filter: (path) => path !== join(from, 'build') });
    const environment = {
      CC: 'aarch64-linux-gnu-gcc',
      CXX: 'aarch64-linux-gnu-g++',
      AR: 'aarch64-linux-gnu-ar',
      LINK: 'aarch64-linux-gnu-g++',
      // A variable, because a `nodedir` in the machine's own npm settings would win over the command-line option.
      npm_package_config_node_gyp_nodedir: node.packageFolder,
      NODE_PATH: join(PROJECT, 'node_modules'),
    };
    const gyp = join(PROJECT, 'node_modules/.bin/node-gyp');
    await run(gyp, ['rebuild', '--arch=arm64'], { folder: sources, environment });
    const release = join(sources, 'build/Release');
    for (const addon of readdirSync(release).filter((entry) => entry.endsWith('.node'))) {
      await run('aarch64-linux-gnu-strip', ['-o', join(folder, addon), join(release, addon)]);
    }
    await run('rm', ['--recursive', sources]);
  });
  cpSync(made, join(into, 'build/Release'), { recursive: true });
}
