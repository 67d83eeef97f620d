import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { PNG } from 'pngjs';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { RunningSimulator } from '../support/running-simulator.ts';

const simulator = new RunningSimulator();

beforeAll(async () => {
  await simulator.start();
});
afterAll(async () => {
  await simulator.remove();
});

/** How many pixels of the screen are not black. */
async function litPixels(name: string): Promise<number> {
  const picture = await fetch(new URL(`/api/handsets/${name}/screen.png`, simulator.address));
  const { data } = PNG.sync.read(Buffer.from(await picture.arrayBuffer()));
  return data.filter((byte, at) => at % 4 !== 3 && byte > 0).length;
}

it('a screen that was left alone goes dark, reads nothing, and the key that lights it does nothing else', async () => {
  const [alice, bob] = [simulator.handset('alice'), simulator.handset('bob')];
  const file = join(simulator.folder, 'bob.json');
  const settings = JSON.parse(readFileSync(file, 'utf8')) as object;
  await bob.power(false);
  writeFileSync(file, JSON.stringify({ ...settings, screenOffSeconds: 2 }));
  await bob.power(true);
  await bob.until('registered');
  await bob.openThread('alice');
  await bob.until('screen-dark');
  expect(await litPixels('bob')).toBe(0);

  await alice.openThread('bob');
  await alice.send('in the dark');
  await alice.shows('Delivered');
  await bob.led('blinking');
  await bob.until('screen-dark');
  expect(await bob.lines()).toContain('In the dark');

  await bob.tap('X');
  await bob.until('screen-lit');
  expect(await litPixels('bob')).toBeGreaterThan(0);
  await bob.led('dark');
  await bob.tap('Y');
  await expect.poll(() => bob.field()).toMatch(/^y/i);
});
