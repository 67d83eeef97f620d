import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { trustedEnvironment } from '../../src/main/machine/trusted-environment.ts';
import { DEFAULT_PAGE_PORT, relayPortBeside } from '../../src/main/simulator/simulator-ports.ts';
import { HandsetAtHand, RunningSimulator } from '../support/running-simulator.ts';

const project = (path: string): string => fileURLToPath(new URL(`../../${path}`, import.meta.url));

interface HandsetFile {
  readonly server: { readonly host: string; readonly port: number };
}

/** The example of a handset's file as docs/third-handset.md prints it. */
function printedExample(): HandsetFile {
  const [, json] = /```json\n(.*?)```/s.exec(readFileSync(project('docs/third-handset.md'), 'utf8')) ?? [];
  return JSON.parse(json ?? '') as HandsetFile;
}

const simulator = new RunningSimulator();
let third: ChildProcess | null = null;

beforeEach(async () => {
  await simulator.start();
});
afterEach(async () => {
  if (third?.exitCode === null) {
    const exited = once(third, 'exit');
    third.kill('SIGINT');
    await exited;
  }
  await simulator.remove();
});

/** Starts the handset on a free page port; gives its page's address. */
async function start(file: string): Promise<string> {
  third = spawn(process.execPath, [project('build/handset.js'), '--config', file], {
    stdio: ['ignore', 'pipe', 2],
    env: { ...trustedEnvironment(process.env) },
  });
  let printed = '';
  third.stdout?.on('data', (chunk: Buffer) => (printed += chunk.toString()));
  await expect.poll(() => printed, { timeout: 20_000 }).toContain('Open http:');
  return /Open (http:\S+)/.exec(printed)?.[1] ?? '';
}

it('a third handset made from the printed example gets and sends messages beside make run', async () => {
  const example = printedExample();
  expect(example.server.port).toBe(relayPortBeside(DEFAULT_PAGE_PORT));
  const { address } = (await (await fetch(`${simulator.address}api/relay`)).json()) as { readonly address: string };
  // Only the port is another here: the tests leave that of `make run` to whoever works on this machine.
  const server = { ...example.server, port: Number(address.split(':')[1]) };
  const file = join(simulator.folder, 'klara.json');
  writeFileSync(file, JSON.stringify({ ...example, server }));

  const klara = new HandsetAtHand(await start(file), 'handset');
  await klara.until('registered');
  const alice = simulator.handset('alice');
  await alice.until('registered');

  await klara.openThread('Alice');
  await klara.send('here i am');
  expect((await alice.led('blinking')).pattern.name).toBe('message');
  await klara.shows('Delivered');
  await alice.goHome();
  await alice.tap('Enter');
  await alice.tap('Enter');
  await alice.writes();
  await alice.send('welcome');
  await klara.shows('Welcome');
});
