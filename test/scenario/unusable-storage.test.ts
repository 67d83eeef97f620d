import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { RunningSimulator } from '../support/running-simulator.ts';

const simulator = new RunningSimulator();

beforeAll(async () => {
  await simulator.start();
});
afterAll(async () => {
  await simulator.remove();
});

it('a handset that cannot open its storage says so on its screen and by its LED, and goes on by itself once it can', async () => {
  const [alice, bob] = [simulator.handset('alice'), simulator.handset('bob')];
  await bob.until('registered');
  await alice.openThread('bob');
  await alice.send('before');
  await bob.led('blinking');
  await bob.power(false);
  const keyFile = join(simulator.folder, 'bob', 'store.key');
  const key = readFileSync(keyFile);
  writeFileSync(keyFile, Buffer.alloc(key.length, 7));

  await bob.power(true);
  expect(await bob.shows('Messages cannot be opened')).toContain('For the technician: key-does-not-fit');
  expect((await bob.led('blinking')).pattern.name).toBe('failed');
  expect(simulator.printed).toMatch(/store\.unusable code=key-does-not-fit path=\S+ cure=/);
  await alice.send('meanwhile');
  await alice.shows('Enqueued');

  writeFileSync(keyFile, key);
  await bob.until('registered', 20_000);
  await alice.shows('Delivered');
  await bob.tap('Enter');
  expect(await bob.shows('To Alice')).toEqual(expect.arrayContaining(['Before', 'Meanwhile']));
});

it('is switched off in good order while it says so', async () => {
  const bob = simulator.handset('bob');
  await bob.power(false);
  writeFileSync(join(simulator.folder, 'bob', 'store.key'), Buffer.alloc(32, 7));
  await bob.power(true);
  await bob.shows('Messages cannot be opened');
  expect(await simulator.interrupt()).toBe(0);
});
