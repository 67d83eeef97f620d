import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';

interface Outcome {
  readonly beforeKb: number;
  readonly afterKb: number;
  readonly codes: readonly string[];
  readonly again: boolean;
  readonly canCollect: boolean;
}

async function trimmed(environment: NodeJS.ProcessEnv = {}): Promise<Outcome> {
  const child = join(import.meta.dirname, 'resident-child.ts');
  const { stdout } = await promisify(execFile)(process.execPath, [child], { env: { ...process.env, ...environment } });
  return JSON.parse(stdout) as Outcome;
}

it('a process that gives memory back keeps less than 60 % resident, and works on with all that it had', async () => {
  const { beforeKb, afterKb, codes, again, canCollect } = await trimmed();
  expect(afterKb).toBeLessThan(beforeKb * 0.6);
  expect(codes).toEqual([]);
  expect(again).toBe(true);
  // No script gets the function that lets it stop the world.
  expect(canCollect).toBe(false);
});

it('where the addon is missing it says so, and goes on', async () => {
  const { codes, again } = await trimmed({ LINUX_IO_ADDON: '/nonexistent/linux_io.node' });
  expect(codes).toEqual(['memory.not-given-back']);
  expect(again).toBe(true);
});
