import { join } from 'node:path';
import { BOARDS, type BoardImage } from '../board-image.ts';
import type { Kernel } from '../kernel/kernel.ts';
import { run } from '../tools/command.ts';

/** The board's device tree: its own, or Debian's with our overlay applied now, because Debian's kernel cannot later. */
export async function makeDeviceTree(board: BoardImage, kernel: Kernel, work: string, file: string): Promise<void> {
  const tree = board.deviceTree;
  const source = join(BOARDS, board.name, tree.source);
  const compile = ['--symbols', '--warning', 'no-unit_address_vs_reg', '--in-format', 'dts', '--out-format', 'dtb'];
  if (tree.kind === 'own') {
    await run('dtc', [...compile, '--out', file, source]);
    return;
  }
  const overlay = join(work, 'overlay.dtbo');
  await run('dtc', [...compile, '--out', overlay, source]);
  await run('fdtoverlay', ['--input', join(kernel.deviceTrees, tree.debian), '--output', file, overlay]);
}
