import { spawnSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

const UNITS = fileURLToPath(new URL('../../firmware/rootfs/usr/lib/systemd/system/', import.meta.url));
const UNITS_OF_OURS = readdirSync(UNITS).filter((name) => name.endsWith('.service'));
/** Of 10, which is no sandbox at all. */
const MOST_EXPOSED: Readonly<Record<string, number>> = {
  'handset.service': 2,
  // It is root and mounts the card, which alone count 1.5.
  'handset-provision.service': 2.3,
};
/** A unit that needs more of the machine says why above. */
const MOST_EXPOSED_OTHERWISE = 4.2;

const help = spawnSync('systemd-analyze', ['security', '--help'], { encoding: 'utf8' });
const canJudge = help.error === undefined && help.stdout.includes('--offline');

describe("the sandbox of the image's own service", () => {
  // Not everywhere: systemd's own tool judges the unit, and only since version 250 without a running systemd.
  it.skipIf(!canJudge).each(UNITS_OF_OURS)('%s leaves little exposed, by systemd itself', (unit) => {
    const judged = spawnSync('systemd-analyze', ['security', '--offline=true', '--no-pager', join(UNITS, unit)], {
      encoding: 'utf8',
      env: { ...process.env, LC_ALL: 'C.UTF-8' },
    });
    const exposed = /Overall exposure level for \S+: ([\d.]+)/.exec(judged.stdout)?.[1];
    expect(Number(exposed), judged.stderr).toBeLessThanOrEqual(MOST_EXPOSED[unit] ?? MOST_EXPOSED_OTHERWISE);
  });
});
