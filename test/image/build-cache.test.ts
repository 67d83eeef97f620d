import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { BuildCache } from '../../firmware/image/tools/build-cache.ts';
import { Progress } from '../../firmware/image/tools/progress.ts';

let home = '';
const said: string[] = [];

beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'build-cache-'));
  vi.stubEnv('XDG_CACHE_HOME', home);
  said.length = 0;
});
afterEach(() => {
  vi.unstubAllEnvs();
  rmSync(home, { recursive: true });
});

const cache = (): BuildCache => new BuildCache(new Progress((line) => said.push(line)));
const writing = (text: string) => (folder: string) => {
  writeFileSync(join(folder, 'made'), text);
  return Promise.resolve();
};
const contents = (folder: string): string => readFileSync(join(folder, 'made'), 'utf8');

it('what was made for the same inputs is not made again, also by another build', async () => {
  const first = await cache().made('thing', ['a'], writing('first'));
  expect(await cache().made('thing', ['a'], writing('second'))).toBe(first);
  expect(contents(first)).toBe('first');
  expect(contents(await cache().made('thing', ['b'], writing('other')))).toBe('other');
});

it('a build that fails leaves nothing that the next one would take for whole', async () => {
  const broken = cache().made('thing', ['a'], (folder) => {
    writeFileSync(join(folder, 'made'), 'half');
    return Promise.reject(new Error('out of space'));
  });
  await expect(broken).rejects.toThrow('out of space');
  expect(readdirSync(cache().folder)).toEqual([]);
  expect(contents(await cache().made('thing', ['a'], writing('whole')))).toBe('whole');
});

it("FRESH=1 takes the mirror's packages of today, and keeps what only follows from its inputs", async () => {
  const packages = await cache().madeOfPackages('packages', ['a'], writing('old'));
  const node = await cache().made('node', ['a'], writing('old'));
  vi.stubEnv('FRESH', '1');
  expect(contents(await cache().madeOfPackages('packages', ['a'], writing('new')))).toBe('new');
  expect(contents(await cache().made('node', ['a'], writing('new')))).toBe('old');
  expect(existsSync(packages) && existsSync(node)).toBe(true);
});

it('each step tells its name and its time', async () => {
  await cache().made('thing', ['a'], writing('first'));
  expect(said.map((line) => line.replace(/\d+/g, '0'))).toEqual([
    expect.stringMatching(/^\[ +0 s\] thing \.\.\.$/),
    expect.stringMatching(/^\[ +0 s\] thing: 0\.0 s$/),
  ]);
});
