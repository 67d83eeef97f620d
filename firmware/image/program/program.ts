import { chmodSync, cpSync, mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Metafile } from 'esbuild';
import type { BuildCache } from '../tools/build-cache.ts';
import { run } from '../tools/command.ts';
import { ImageFailure } from '../tools/image-failure.ts';
import { PROJECT } from '../tools/project.ts';
import type { NodeForArm64 } from './node-for-arm64.ts';
import { installPackages, packageOf } from './package-files.ts';
import { shippedFiles } from './shipped-files.ts';

const TOOLCHAIN = join(PROJECT, 'native/cmake/aarch64-linux-gnu.cmake');
/** `e_machine` of arm64 in an ELF file, at byte 18. */
const ELF_ARM64 = 183;

/**
 * Compiles our addons for the handset.
 * @returns their folder.
 */
export async function addonsForArm64(): Promise<string> {
  await run('sh', [join(PROJECT, 'native/scripts/build.sh')], { environment: { TOOLCHAIN } });
  return join(PROJECT, 'native/build-aarch64-linux-gnu');
}

/**
 * Puts the handset's program for arm64 into the folder: bundle, addons, the packages that it loads, and Node.
 * @returns the npm packages whose code is in it, by their folders below node_modules.
 */
export async function installProgram(
  folder: string,
  parts: { readonly addons: string; readonly node: NodeForArm64; readonly cache: BuildCache; readonly work: string },
): Promise<readonly string[]> {
  const bundle = join(parts.work, 'bundle');
  const target = [`--output=${bundle}`, '--architecture=arm64', `--addons=${parts.addons}`];
  await run('node', [join(PROJECT, '.make/bundle.ts'), ...target], { folder: PROJECT });
  const metafile = JSON.parse(readFileSync(join(bundle, 'metafile.json'), 'utf8')) as Metafile;
  // esbuild's paths begin at the folder that it ran in.
  const relativeBundle = Object.keys(metafile.outputs).find((path) => path.endsWith('/handset.js'));
  const needed = shippedFiles(metafile, dirname(relativeBundle ?? bundle), ['handset.js', 'provision.js', 'fetch.js']);
  mkdirSync(join(folder, 'bin'), { recursive: true });
  for (const file of needed.bundle) cpSync(join(bundle, file), join(folder, file));
  cpSync(join(bundle, 'package.json'), join(folder, 'package.json'));
  for (const name of readdirSync(bundle).filter((entry) => entry.endsWith('.node'))) {
    await run('aarch64-linux-gnu-strip', ['-o', join(folder, name), join(bundle, name)]);
  }
  cpSync(parts.node.program, join(folder, 'bin/node'));
  chmodSync(join(folder, 'bin/node'), 0o755);
  const packages = await installPackages(needed.packages, folder, parts.cache, parts.node);
  refuseOtherMachines(folder);
  rmSync(bundle, { recursive: true });
  return [...new Set([...packages, ...packagesInBundle(metafile, needed.bundle)])].sort();
}

/** Whose sources esbuild put into these files. */
function packagesInBundle(metafile: Metafile, files: readonly string[]): readonly string[] {
  return Object.entries(metafile.outputs)
    .filter(([path]) => files.some((file) => path.endsWith(`/${file}`)))
    .flatMap(([, { inputs }]) => Object.keys(inputs))
    .flatMap((input) => (input.includes('node_modules/') ? [packageOf(input)] : []));
}

/** An addon for the machine that builds would be found out only on the handset. */
function refuseOtherMachines(folder: string): void {
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile() || !/(?:\.node|^node)$/.test(entry.name)) continue;
    const file = join(entry.parentPath, entry.name);
    const header = readFileSync(file).subarray(0, 20);
    if (header.readUInt16LE(18) !== ELF_ARM64) throw new ImageFailure(`${file} is not a program for arm64`);
  }
}
