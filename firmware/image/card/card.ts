import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { BOARDS, type BoardImage } from '../board-image.ts';
import { run } from '../tools/command.ts';
import type { ImageVersion } from '../image-version.ts';
import { makeBootScript, makeCounters } from './boot-script.ts';
import { fixedUuid, makeExt4, makeFat } from './file-systems.ts';

export interface CardParts {
  readonly board: BoardImage;
  /** What the first slot starts from, as a file system. */
  readonly bootPartition: string;
  /** `board.dtb` and those beside it. */
  readonly deviceTrees: readonly string[];
  readonly squashfs: string;
  /** Unpacked packages of the board. */
  readonly unpacked: string;
  readonly version: ImageVersion;
}

const LINUX = 'L';
const FAT = 'F';

/** The whole card: boot loader, two slots of which the first is filled, and empty data. */
export async function makeCard(parts: CardParts, work: string, file: string): Promise<void> {
  const { board, version } = parts;
  const { epochSeconds } = version;
  const sizes = board.partitions;
  const input = join(work, 'input');
  mkdirSync(input, { recursive: true });
  await makeBootScript(board, work, join(input, 'boot.scr'), epochSeconds);
  await makeCounters(version.release, work, join(input, 'uenv.img'));
  const firmware = await firmwareFiles(parts, input);
  await makeFat(join(input, 'firmware.vfat'), 'FIRMWARE', sizes.firmwareMiB, firmware, epochSeconds);
  const empty = join(work, 'empty');
  mkdirSync(empty);
  await makeExt4(join(input, 'data.ext4'), 'data', sizes.dataMiB, empty, epochSeconds);
  const config = join(work, 'genimage.cfg');
  writeFileSync(config, genimageConfig(basename(file), parts));
  const folders = ['--rootpath', empty, '--tmppath', join(work, 'genimage'), '--inputpath', input];
  await run('genimage', ['--config', config, ...folders, '--outputpath', join(file, '..')]);
}

/** What the first partition holds, by the name that it has there. */
async function firmwareFiles(parts: CardParts, input: string): Promise<Readonly<Record<string, string>>> {
  const { board } = parts;
  const files: Record<string, string> = { 'boot.scr': join(input, 'boot.scr') };
  // A boot ROM may want the board's tree for its boot loader.
  const tree = parts.deviceTrees.find((path) => basename(path) === 'board.dtb');
  if (tree !== undefined) files['board.dtb'] = tree;
  for (const name of board.bootLoader.files) {
    const own = join(BOARDS, board.name, name);
    files[basename(name)] = existsSync(own) ? own : join(parts.unpacked, name);
  }
  if (board.bootLoader.environment.length > 0) {
    const text = join(input, 'uboot-env.txt');
    writeFileSync(text, board.bootLoader.environment.map((line) => `${line}\n`).join(''));
    files['uboot.env'] = join(input, 'uboot.env');
    await run('mkenvimage', ['-s', '0x4000', '-o', files['uboot.env'], text]);
  }
  return files;
}

function genimageConfig(name: string, { board, bootPartition, squashfs }: CardParts): string {
  const { table, rootMiB, bootMiB } = board.partitions;
  const partition = (label: string, type: string, lines: string): string =>
    `  partition ${label} { partition-type-uuid = "${type}" partition-uuid = "${fixedUuid(label)}" ${lines} }`;
  // A boot ROM that knows MBR only finds the first partition as type 0x0C.
  const forRom = table === 'hybrid' ? 'partition-type = 0x0C' : '';
  const signature = table === 'hybrid' ? 'disk-signature = 0x53484453' : '';
  return [
    `image ${name} {`,
    `  hdimage { partition-table-type = "${table}" align = 1M disk-uuid = "${fixedUuid('card')}" ${signature} }`,
    partition('firmware', FAT, `image = "firmware.vfat" bootable = true ${forRom}`),
    partition('uenv', LINUX, 'image = "uenv.img" size = 1M'),
    partition('bootA', FAT, `image = "${bootPartition}" size = ${bootMiB}M`),
    partition('rootA', LINUX, `image = "${squashfs}" size = ${rootMiB}M`),
    partition('bootB', FAT, `size = ${bootMiB}M`),
    partition('rootB', LINUX, `size = ${rootMiB}M`),
    partition('data', LINUX, 'image = "data.ext4"'),
    '}\n',
  ].join('\n');
}
