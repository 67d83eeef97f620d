import { join } from 'node:path';
import { BOARDS, type BoardImage } from '../board-image.ts';
import type { Kernel } from '../kernel/kernel.ts';
import { run } from '../tools/command.ts';

/**
 * The board's device trees into the folder: its own, or Debian's with our overlay applied now, because Debian's kernel
 * cannot apply one later. `board.dtb` is the board's.
 * @returns the names of the files.
 */
export async function makeDeviceTrees(board: BoardImage, kernel: Kernel, folder: string): Promise<readonly string[]> {
  const tree = board.deviceTree;
  const compiled = join(folder, tree.kind === 'own' ? 'board.dtb' : 'overlay.dtbo');
  const quiet = ['--warning', 'no-unit_address_vs_reg', '--warning', 'no-unit_address_format'];
  const formats = ['--symbols', '--in-format', 'dts', '--out-format', 'dtb'];
  await run('dtc', [...quiet, ...formats, '--out', compiled, join(BOARDS, board.name, tree.source)]);
  if (tree.kind === 'own') return ['board.dtb'];
  const trees = { 'board.dtb': tree.debian, ...tree.alsoFor };
  for (const [name, debian] of Object.entries(trees)) {
    const base = join(kernel.deviceTrees, debian);
    await run('fdtoverlay', ['--input', base, '--output', join(folder, name), compiled]);
  }
  return Object.keys(trees);
}
