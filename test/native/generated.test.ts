import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';

it('what is generated is what the headers and name tables of this LVGL give', () => {
  const script = fileURLToPath(new URL('../../native/scripts/generate.ts', import.meta.url));
  const { status, stderr } = spawnSync(process.execPath, [script, '--check'], {
    encoding: 'utf8',
    env: { ...process.env, LD_PRELOAD: '' },
  });
  expect(stderr).toBe('');
  expect(status).toBe(0);
}, 60_000);
