// Makes the image of a board: node firmware/image/make-image.ts BOARD. `make image` calls it.
import { copyFileSync, mkdirSync, mkdtempSync, renameSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { boardImage, type BoardImage } from './board-image.ts';
import { makeCard } from './card/card.ts';
import { makeDeviceTrees } from './card/device-tree.ts';
import { makeInitramfs } from './card/initramfs.ts';
import { DebianArchive } from './debian/archive.ts';
import { baseRoot } from './debian/base-root.ts';
import { imageVersion, type ImageVersion } from './image-version.ts';
import { allModules } from './kernel/built-modules.ts';
import { debianKernel, type Kernel } from './kernel/kernel.ts';
import { refuseWithoutMeans } from './preconditions.ts';
import { nodeForArm64 } from './program/node-for-arm64.ts';
import { addonsForArm64, installProgram } from './program/program.ts';
import { makeRoot } from './system/root.ts';
import { packRoot } from './system/squashfs.ts';
import { BuildCache } from './tools/build-cache.ts';
import { run } from './tools/command.ts';
import { ImageFailure } from './tools/image-failure.ts';
import { Progress } from './tools/progress.ts';
import { PROJECT } from './tools/project.ts';

/** What an image is put together from, all of it cached. */
interface Ingredients {
  readonly base: string;
  readonly kernel: Kernel;
  readonly modules: string;
  readonly unpacked: string | null;
  readonly program: string;
}

const progress = new Progress((line) => process.stderr.write(`${line}\n`));

async function main(name: string | undefined): Promise<void> {
  if (name === undefined || name === '')
    throw new ImageFailure('make image: name the board, as in make image BOARD=qemu-arm64');
  const board = await boardImage(name);
  const out = join(PROJECT, 'out', board.name);
  mkdirSync(out, { recursive: true });
  const cache = new BuildCache(progress);
  refuseWithoutMeans([out, cache.folder]);
  const version = await imageVersion();
  progress.say(`Image for ${board.name}, version ${version.version}, commit ${version.commit}`);
  const work = mkdtempSync(join(out, '.making-'));
  try {
    const made = await makeFiles(board, version, cache, work);
    for (const file of made) renameSync(join(work, file), join(out, file));
    progress.say(`out/${board.name}: ${made.map((file) => `${file} ${sizeMiB(join(out, file))}`).join(', ')}`);
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}

/** @returns the names of the files in the work folder that belong to the image. */
async function makeFiles(
  board: BoardImage,
  version: ImageVersion,
  cache: BuildCache,
  work: string,
): Promise<readonly string[]> {
  const parts = await gather(board, version, cache, work);
  const { kernel, modules, unpacked } = parts;
  const { epochSeconds } = version;
  const root = join(work, 'root');
  mkdirSync(root);
  await progress.step('root file system', () => makeRoot({ ...parts, board, version }, root));
  const squashfs = join(work, 'handset.squashfs');
  const initramfs = join(work, 'initrd.img');
  const moduleNames = board.initramfsModules;
  await progress.step('initramfs', () =>
    makeInitramfs({ root, kernel, modules, moduleNames, epochSeconds }, join(work, 'initramfs'), initramfs),
  );
  await progress.step('squashfs', () => packRoot(root, squashfs, epochSeconds));
  const trees = await makeDeviceTrees(board, kernel, work);
  const loaded = join(work, board.kernel);
  if (board.kernel === 'Image') copyFileSync(kernel.image, loaded);
  else await run('gzip', ['-9', '--no-name', '--stdout', kernel.image], { outputFile: loaded });
  await progress.step('card', () =>
    makeCard(
      {
        board,
        kernel: loaded,
        initramfs,
        deviceTrees: trees.map((name) => join(work, name)),
        squashfs,
        unpacked,
        epochSeconds,
      },
      join(work, 'card'),
      join(work, 'card.img'),
    ),
  );
  copyFileSync(join(unpacked ?? '', board.bootLoader.program), join(work, 'u-boot.bin'));
  return ['card.img', 'handset.squashfs', board.kernel, 'initrd.img', ...trees, 'u-boot.bin'];
}

/** The slow parts; the base and the addons are made at once, because each uses one processor most of the time. */
async function gather(board: BoardImage, version: ImageVersion, cache: BuildCache, work: string): Promise<Ingredients> {
  let opened: Promise<DebianArchive> | null = null;
  const lists = join(work, 'apt');
  const archive = (): Promise<DebianArchive> => (opened ??= DebianArchive.open(lists));
  const [base, fromDebian, program] = await Promise.all([
    baseRoot(cache, version.epochSeconds),
    gatherFromDebian(board, cache, archive),
    gatherProgram(cache, work),
  ]);
  return { base, ...fromDebian, program };
}

async function gatherFromDebian(
  board: BoardImage,
  cache: BuildCache,
  archive: () => Promise<DebianArchive>,
): Promise<Omit<Ingredients, 'base' | 'program'>> {
  const kernel = await debianKernel(cache, archive);
  const modules = await allModules(cache, kernel, archive);
  const packages = board.unpackedPackages;
  const unpacked = await cache.madeOfPackages(`packages-${board.name}`, packages, async (folder) => {
    await (await archive()).unpack(packages, folder);
  });
  return { kernel, modules, unpacked };
}

async function gatherProgram(cache: BuildCache, work: string): Promise<string> {
  const node = await nodeForArm64(cache);
  const addons = await progress.step('addons for arm64', addonsForArm64);
  const folder = join(work, 'program');
  mkdirSync(folder);
  await progress.step('program', () => installProgram(folder, { addons, node, cache, work }));
  return folder;
}

const sizeMiB = (file: string): string => `${(statSync(file).blocks / 2048).toFixed(1)} MiB`;

try {
  await main(process.argv[2]);
} catch (error) {
  if (!(error instanceof ImageFailure)) throw error;
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 1;
}
