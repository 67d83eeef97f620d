import { createHash } from 'node:crypto';
import { closeSync, ftruncateSync, openSync } from 'node:fs';
import { run } from '../tools/command.ts';

const MIB = 1 << 20;

/** Ids that follow from what they are for, so that two builds have the same. */
export function fixedUuid(purpose: string): string {
  const hex = createHash('sha256').update(`secure-handset ${purpose}`).digest('hex');
  return [hex.slice(0, 8), hex.slice(8, 12), `4${hex.slice(13, 16)}`, `8${hex.slice(17, 20)}`, hex.slice(20, 32)].join(
    '-',
  );
}

function emptyFile(path: string, mebibytes: number): void {
  const file = openSync(path, 'w');
  ftruncateSync(file, mebibytes * MIB);
  closeSync(file);
}

/** A FAT file system with these files: paths here, by the name that they get there. */
export async function makeFat(
  file: string,
  label: string,
  mebibytes: number,
  files: Readonly<Record<string, string>>,
  epochSeconds: number,
): Promise<void> {
  emptyFile(file, mebibytes);
  const serial = fixedUuid(`FAT ${label}`).slice(0, 8);
  await run('mkfs.vfat', ['--invariant', '-F', '32', '-s', '1', '-i', serial, '-n', label, file]);
  const environment = { SOURCE_DATE_EPOCH: String(epochSeconds) };
  for (const [name, path] of Object.entries(files).sort()) {
    await run('mcopy', ['-i', file, path, `::${name}`], { environment });
  }
}

/** An ext4 file system with what the folder holds. */
export async function makeExt4(
  file: string,
  label: string,
  mebibytes: number,
  folder: string,
  epochSeconds: number,
): Promise<void> {
  emptyFile(file, mebibytes);
  const environment = { SOURCE_DATE_EPOCH: String(epochSeconds), E2FSPROGS_FAKE_TIME: String(epochSeconds) };
  const uuid = fixedUuid(`ext4 ${label}`);
  const options = [
    '-q',
    '-F',
    '-t',
    'ext4',
    '-L',
    label,
    '-U',
    uuid,
    '-E',
    `hash_seed=${uuid},root_owner=0:0`,
    '-m',
    '1',
  ];
  await run('mke2fs', [...options, '-d', folder, file], { environment });
}
