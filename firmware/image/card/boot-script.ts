import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { BoardImage } from '../board-image.ts';
import { run } from '../tools/command.ts';

const BOOT = new URL('../../boot/', import.meta.url);
/** Where U-Boot may put the script's own data, on every board. */
const SCRIPT_ADDRESS = { virtio: '0x42000000', mmc: '0x01000000' };

/** U-Boot's script: what is the board's own, then what is every board's. */
export async function makeBootScript(
  board: BoardImage,
  work: string,
  file: string,
  epochSeconds: number,
): Promise<void> {
  const { device, addresses } = board.bootLoader;
  const own = [
    `setenv interface ${device}`,
    'setenv device 0',
    `setenv script_addr ${SCRIPT_ADDRESS[device]}`,
    `setenv slot_kernel_addr ${addresses.kernel}`,
    `setenv slot_fdt_addr ${addresses.deviceTree}`,
    `setenv slot_initramfs_addr ${addresses.initramfs}`,
    `setenv kernel_file ${board.kernel}`,
    `setenv kernel_arguments "${board.commandLine}"`,
  ];
  const text = join(work, 'boot.cmd');
  writeFileSync(text, `${own.join('\n')}\n${readFileSync(new URL('boot.cmd', BOOT), 'utf8')}`);
  const environment = { SOURCE_DATE_EPOCH: String(epochSeconds) };
  await run('mkimage', ['-A', 'arm64', '-T', 'script', '-C', 'none', '-n', 'handset', '-d', text, file], {
    environment,
  });
}

/** Bytes from one copy of the counters to the next (boot.cmd). */
const COPY_BYTES = 0x8000;

/** The counters of the slots as a new card has them, twice in the raw partition. */
export async function makeCounters(release: number, work: string, file: string): Promise<void> {
  const [text, one] = [join(work, 'uenv.txt'), join(work, 'uenv-copy.img')];
  writeFileSync(text, `${readFileSync(new URL('uenv.txt', BOOT), 'utf8')}RELEASE_FLOOR=${release}\n`);
  await run('mkenvimage', ['-s', '0x4000', '-o', one, text]);
  const copy = readFileSync(one);
  writeFileSync(file, Buffer.concat([copy, Buffer.alloc(COPY_BYTES - copy.length), copy]));
}
