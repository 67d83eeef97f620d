import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { moduleKey, signModules } from '../../firmware/image/kernel/module-signature.ts';
import { BuildCache } from '../../firmware/image/tools/build-cache.ts';
import { Progress } from '../../firmware/image/tools/progress.ts';

const MAGIC = '~Module signature appended~\n';
let home = '';

beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'module-signature-'));
  vi.stubEnv('XDG_CACHE_HOME', home);
  vi.stubEnv('MODULE_KEY', '');
});
afterEach(() => {
  vi.unstubAllEnvs();
  rmSync(home, { recursive: true });
});

async function signed(key: string, folder: string): Promise<Buffer> {
  mkdirSync(join(home, folder));
  writeFileSync(join(home, folder, 'ours.ko'), 'a module');
  writeFileSync(join(home, folder, 'order'), 'no module');
  await signModules(join(home, folder), key);
  expect(readFileSync(join(home, folder, 'order'), 'utf8')).toBe('no module');
  return readFileSync(join(home, folder, 'ours.ko'));
}

it('a module carries a signature of its own bytes, as the kernel reads it', async () => {
  const key = await moduleKey(new BuildCache(new Progress(() => undefined)));
  const module = await signed(key, 'modules');
  expect(module.subarray(-MAGIC.length).toString()).toBe(MAGIC);
  const information = module.subarray(-MAGIC.length - 12, -MAGIC.length);
  expect(information.readUInt8(2)).toBe(2);
  const end = module.length - MAGIC.length - 12;
  const signature = module.subarray(end - information.readUInt32BE(8), end);
  const body = module.subarray(0, end - signature.length);
  expect(body.toString()).toBe('a module');
  writeFileSync(join(home, 'body'), body);
  writeFileSync(join(home, 'signature'), signature);
  const verify = [
    'cms',
    '-verify',
    '-binary',
    '-inform',
    'DER',
    '-content',
    join(home, 'body'),
    '-nointern',
    '-noverify',
  ];
  const told = execFileSync('openssl', [...verify, '-in', join(home, 'signature'), '-certfile', key], {
    stdio: 'pipe',
  });
  expect(told.toString()).toBe('a module');
});

it('the same module and key give the same bytes', async () => {
  const key = await moduleKey(new BuildCache(new Progress(() => undefined)));
  expect(await signed(key, 'first')).toEqual(await signed(key, 'second'));
});

it('a key that is named and not there stops the build', async () => {
  vi.stubEnv('MODULE_KEY', join(home, 'lost.pem'));
  await expect(moduleKey(new BuildCache(new Progress(() => undefined)))).rejects.toThrow(
    'lost.pem, which is not there',
  );
});
