import { existsSync, readFileSync, statfsSync } from 'node:fs';
import { ImageFailure } from './tools/image-failure.ts';

/** Root file system, its packed form, the card, and what is cached, with some air. */
const NEEDED_BYTES = 5 * 2 ** 30;
const EMULATION = '/proc/sys/fs/binfmt_misc/qemu-aarch64';

/** @throws ImageFailure for anybody but root. */
export function refuseWithoutRoot(): void {
  if (process.getuid?.() === 0) return;
  throw new ImageFailure(
    'make image: only root can make an image (it enters a root file system of its own): sudo make image BOARD=…',
  );
}

/** @throws ImageFailure with what else is missing for making an image, before anything is begun. */
export function refuseWithoutMeans(folders: readonly string[]): void {
  for (const folder of folders) {
    const { bavail, bsize } = statfsSync(folder);
    if (bavail * bsize >= NEEDED_BYTES) continue;
    const there = (bavail * bsize) / 2 ** 30;
    throw new ImageFailure(
      `make image: ${folder} has ${there.toFixed(1)} GiB left; an image takes 5 GiB while it is made`,
    );
  }
  if (process.arch === 'arm64') return;
  if (!existsSync(EMULATION) || !readFileSync(EMULATION, 'utf8').startsWith('enabled')) {
    throw new ImageFailure(
      'make image: the kernel cannot run programs for arm64: mount -t binfmt_misc binfmt_misc /proc/sys/fs/binfmt_misc, ' +
        'then update-binfmts --enable qemu-aarch64',
    );
  }
}
