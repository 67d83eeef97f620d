import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { BoardImage } from './board-image.ts';
import { DebianArchive, PACKAGE_LIST } from './debian/archive.ts';
import { baseRoot } from './debian/base-root.ts';
import type { ImageVersion } from './image-version.ts';
import { allModules } from './kernel/built-modules.ts';
import { debianKernel, type Kernel } from './kernel/kernel.ts';
import { moduleKey } from './kernel/module-signature.ts';
import { nodeForArm64, type NodeForArm64 } from './program/node-for-arm64.ts';
import { addonsForArm64, installProgram } from './program/program.ts';
import type { BuildCache } from './tools/build-cache.ts';
import type { KeyFolder } from './trust/key-folder.ts';
import { updateTrust } from './trust/update-trust.ts';
import type { Progress } from './tools/progress.ts';

/** What an image is put together from. */
export interface Ingredients {
  /** Debian's root file system, as a tar archive. */
  readonly base: string;
  readonly kernel: Kernel;
  /** All modules there are, as a folder with `lib/modules`. */
  readonly modules: string;
  /** Signs the modules that are ours. */
  readonly moduleKey: string;
  /** The board's packages, unpacked. */
  readonly unpacked: string;
  readonly node: NodeForArm64;
  /** The program for arm64, as a folder. */
  readonly program: string;
  /** Whose code is in the program, by their folders below node_modules. */
  readonly npmPackages: readonly string[];
  /** Whose updates it takes. */
  readonly updateKeys: KeyFolder;
}

export interface Kitchen {
  readonly cache: BuildCache;
  readonly progress: Progress;
  /** A folder that goes when the image is made. */
  readonly work: string;
}

/** Makes or finds all of it. The slow parts run at once, because each uses one processor most of the time. */
export async function gather(board: BoardImage, version: ImageVersion, kitchen: Kitchen): Promise<Ingredients> {
  let opened: Promise<DebianArchive> | null = null;
  const archive = (): Promise<DebianArchive> => (opened ??= DebianArchive.open(join(kitchen.work, 'apt')));
  const [base, fromDebian, program] = await Promise.all([
    baseRoot(kitchen.cache, version.epochSeconds),
    gatherFromDebian(board, kitchen.cache, archive),
    gatherProgram(kitchen),
  ]);
  return { base, ...fromDebian, ...program, updateKeys: await updateTrust(kitchen.cache, kitchen.progress) };
}

async function gatherFromDebian(
  board: BoardImage,
  cache: BuildCache,
  archive: () => Promise<DebianArchive>,
): Promise<Pick<Ingredients, 'kernel' | 'modules' | 'moduleKey' | 'unpacked'>> {
  const kernel = await debianKernel(cache, archive);
  const modules = await allModules(cache, kernel, archive);
  const packages = board.unpackedPackages;
  const unpacked = await cache.madeOfPackages(`packages-${board.name}`, [packages, PACKAGE_LIST], async (folder) => {
    await (await archive()).unpack(packages, folder);
  });
  return { kernel, modules, moduleKey: await moduleKey(cache), unpacked };
}

async function gatherProgram(kitchen: Kitchen): Promise<Pick<Ingredients, 'node' | 'program' | 'npmPackages'>> {
  const { cache, progress, work } = kitchen;
  const node = await nodeForArm64(cache);
  const addons = await progress.step('addons for arm64', addonsForArm64);
  const program = join(work, 'program');
  mkdirSync(program);
  const npmPackages = await progress.step('program', () => installProgram(program, { addons, node, cache, work }));
  return { node, program, npmPackages };
}
