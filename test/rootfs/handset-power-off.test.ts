import { execFileSync } from 'node:child_process';
import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

const SCRIPT = fileURLToPath(new URL('../../firmware/rootfs/usr/libexec/handset-power-off', import.meta.url));

describe("what follows the end of the handset's program", () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'handset-power-off-'));
    writeFileSync(join(folder, 'systemctl'), `#!/bin/sh\necho "$*" >"${join(folder, 'called')}"\n`);
    chmodSync(join(folder, 'systemctl'), 0o755);
  });
  afterEach(() => {
    rmSync(folder, { recursive: true });
  });

  function calledAfter(ending: Readonly<Record<string, string>>): string {
    execFileSync('sh', [SCRIPT], { env: { PATH: `${folder}:${process.env['PATH'] ?? ''}`, ...ending } });
    const called = join(folder, 'called');
    return existsSync(called) ? readFileSync(called, 'utf8').trim() : '';
  }

  it('switches the machine off when the program asked for it', () => {
    expect(calledAfter({ EXIT_CODE: 'exited', EXIT_STATUS: '90' })).toBe('--no-block poweroff');
  });

  it.each([
    { EXIT_CODE: 'exited', EXIT_STATUS: '0' },
    { EXIT_CODE: 'exited', EXIT_STATUS: '2' },
    { EXIT_CODE: 'killed', EXIT_STATUS: 'KILL' },
    { EXIT_CODE: 'killed', EXIT_STATUS: '90' },
    {},
  ])('leaves it on after any other end: %o', (ending) => {
    expect(calledAfter(ending)).toBe('');
  });
});
