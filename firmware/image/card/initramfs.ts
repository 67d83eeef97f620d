import { chmodSync, copyFileSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { collectModules } from '../kernel/module-selection.ts';
import type { Kernel } from '../kernel/kernel.ts';
import { run } from '../tools/command.ts';

const INIT = fileURLToPath(new URL('../../boot/initramfs-init', import.meta.url));

export interface InitramfsParts {
  readonly root: string;
  readonly kernel: Kernel;
  readonly modules: string;
  readonly moduleNames: readonly string[];
  readonly epochSeconds: number;
}

/** The first root of a start: busybox of the root file system, the modules that find the card, and our init. */
export async function makeInitramfs(parts: InitramfsParts, folder: string, file: string): Promise<void> {
  for (const name of ['bin', 'proc', 'sys', 'dev', 'new']) mkdirSync(join(folder, name), { recursive: true });
  copyFileSync(join(parts.root, 'usr/bin/busybox'), join(folder, 'bin/busybox'));
  copyFileSync(INIT, join(folder, 'init'));
  for (const name of ['bin/busybox', 'init']) chmodSync(join(folder, name), 0o755);
  await collectModules(parts.modules, parts.kernel.version, parts.moduleNames, join(folder, 'modules'));
  const pack = [
    `find . -print0 | xargs -0 touch --no-dereference --date=@${parts.epochSeconds}`,
    'find . | LC_ALL=C sort | cpio --create --format=newc --reproducible --owner=0:0 --quiet | zstd -q -19 -T1 --force',
  ].join(' && ');
  await run('sh', ['-c', pack], { folder, outputFile: file });
}
