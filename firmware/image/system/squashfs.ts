import { run } from '../tools/command.ts';

/** Packs a root file system: everything is root's, and as old as the commit, so that two builds have the same hash. */
export async function packRoot(root: string, file: string, epochSeconds: number): Promise<void> {
  const time = String(epochSeconds);
  const alike = ['-all-root', '-all-time', time, '-mkfs-time', time, '-no-xattrs', '-noappend', '-no-progress'];
  await run('mksquashfs', [root, file, '-comp', 'zstd', '-Xcompression-level', '9', '-b', '256K', ...alike, '-quiet']);
}
