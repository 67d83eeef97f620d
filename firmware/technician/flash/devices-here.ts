import { lstatSync } from 'node:fs';
import { run } from '../../image/tools/command.ts';
import { blockDevices, LSBLK_ARGUMENTS, type BlockDevice } from './block-devices.ts';
import type { Place } from './target.ts';

/** The block devices of this computer. */
export async function devicesHere(): Promise<readonly BlockDevice[]> {
  return blockDevices(await run('lsblk', LSBLK_ARGUMENTS));
}

/** What is at the path. */
export function placeAt(path: string): Place {
  const there = lstatSync(path, { throwIfNoEntry: false });
  if (there === undefined) return { kind: 'nothing' };
  if (there.isBlockDevice()) return { kind: 'block' };
  return there.isFile() ? { kind: 'file', sizeBytes: there.size } : { kind: 'other' };
}
