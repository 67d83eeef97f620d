import { copyFileSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { BoardImage } from './board-image.ts';
import { makeCard } from './card/card.ts';
import { makeBootPartition } from './card/boot-partition.ts';
import { makeDeviceTrees } from './card/device-tree.ts';
import { makeInitramfs } from './card/initramfs.ts';
import type { Ingredients, Kitchen } from './gather.ts';
import type { ImageVersion } from './image-version.ts';
import type { Kernel } from './kernel/kernel.ts';
import { makePapers } from './papers/papers.ts';
import { makeRoot } from './system/root.ts';
import { packRoot } from './system/squashfs.ts';
import { run } from './tools/command.ts';
import { writeReleaseFacts } from './trust/release-facts.ts';

/**
 * Makes all files of an image in the work folder.
 * @returns the names of those that belong to it.
 */
export async function putTogether(
  board: BoardImage,
  version: ImageVersion,
  parts: Ingredients,
  { progress, work }: Kitchen,
): Promise<readonly string[]> {
  const { kernel, modules, unpacked } = parts;
  const { epochSeconds } = version;
  const folder = (name: string): string => join(work, name);
  const [root, papers] = [folder('root'), folder('papers')];
  for (const each of [root, papers]) mkdirSync(each);
  await progress.step('root file system', () => makeRoot({ ...parts, board, version, papers }, root));
  const initramfs = folder('initrd.img');
  const first = { root, kernel, modules, moduleNames: board.initramfsModules, epochSeconds };
  await progress.step('initramfs', () => makeInitramfs(first, folder('initramfs'), initramfs));
  const squashfs = folder('handset.squashfs');
  await progress.step('squashfs', () => packRoot(root, squashfs, epochSeconds));
  const trees = await makeDeviceTrees(board, kernel, work);
  const loaded = await loadableKernel(board, kernel, work);
  const deviceTrees = trees.map(folder);
  const bootPartition = folder('boot.img');
  await makeBootPartition({ board, files: [loaded, initramfs, ...deviceTrees], epochSeconds }, bootPartition);
  const card = { board, bootPartition, deviceTrees, squashfs, unpacked, version };
  await progress.step('card', () => makeCard(card, folder('card'), folder('card.img')));
  copyFileSync(join(unpacked, board.bootLoader.program), folder('u-boot.bin'));
  makePapers(board.name, version, parts, papers, work);
  writeReleaseFacts(board.name, version, parts.updateKeys, work);
  return [
    'card.img',
    'handset.squashfs',
    board.kernel,
    'initrd.img',
    ...trees,
    'u-boot.bin',
    ...FOR_UPDATES,
    ...PAPERS,
  ];
}

const FOR_UPDATES = ['boot.img', 'release.json'];
const PAPERS = ['sbom.cdx.json', 'licences'];

/** The kernel as the boot loader wants it. */
async function loadableKernel(board: BoardImage, kernel: Kernel, work: string): Promise<string> {
  const file = join(work, board.kernel);
  if (board.kernel === 'Image') copyFileSync(kernel.image, file);
  else await run('gzip', ['-9', '--no-name', '--stdout', kernel.image], { outputFile: file });
  return file;
}
