import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { dataFolder } from './data-folder.ts';

/** Runs in a mount namespace of its own, where a small file system stands over `folder`. */
const onSmallDisk = (folder: string, command: string) =>
  spawnSync('unshare', ['-rm', 'sh', '-c', `mount -t tmpfs -o size=3m none "$0" && ${command}`, folder], {
    encoding: 'utf8',
    timeout: 30_000,
  });

const canMount = onSmallDisk('/mnt', 'true').status === 0;
const mountIt = canMount ? it : it.skip;
const suffix = canMount ? '' : ' (skipped: this machine gives no mount namespaces)';

describe('on a disk that is really full', () => {
  mountIt(`the store refuses, keeps what it told as kept, reads, and goes on once there is room${suffix}`, () => {
    const folder = dataFolder();
    const child = join(import.meta.dirname, 'disk-full-child.ts');
    const run = onSmallDisk(folder, `"${process.execPath}" "${child}" "$0"`);
    expect(run.status, run.stderr).toBe(0);
    const told = JSON.parse(run.stdout) as { kept: number; afterRestart: number };
    expect(told.kept).toBeGreaterThan(0);
    expect(told.afterRestart).toBeLessThan(50);
    expect(told).toEqual({
      kept: told.kept,
      refusals: ['disk-full', 'disk-full', 'disk-full'],
      readWhileFull: told.kept,
      readAfterRestart: told.kept,
      afterRestart: told.afterRestart,
      refusedAfterRestart: 'disk-full',
      addedOnceThereIsRoom: 'stored',
      readAtLast: told.kept + told.afterRestart + 1,
    });
  });
});
