import { readFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { DEFAULT_PAGE_PORT, relayPortBeside } from '../../src/main/simulator/simulator-ports.ts';
import { describeUnless } from '../support/describe-unless.ts';
import { HandsetAtHand } from '../support/running-simulator.ts';
import { BareDebian, whatStandsInTheWay } from './support/bare-debian.ts';
import type { EnteredCommand } from './support/entered-command.ts';

const RELEASES = ['bookworm', 'trixie'] as const;
const isLong = process.env['NEWCOMER'] === 'long';
const FIRST_START_TIMEOUT_MS = 1_200_000;
const page = `http://127.0.0.1:${DEFAULT_PAGE_PORT}/`;

const fromProject = (path: string): string => fileURLToPath(new URL(`../../${path}`, import.meta.url));

/** The commands that the README begins with, word for word. */
const [firstCommand = '', secondCommand = ''] =
  /```sh\n(.*?)```/s
    .exec(readFileSync(fromProject('README.md'), 'utf8'))?.[1]
    ?.split('\n')
    .map((line) => line.replace(/#.*/, '').trim())
    .filter((line) => line !== '') ?? [];

/** The command takes the ports that it has without options, in this machine's own network. */
async function expectFreePorts(): Promise<void> {
  for (const port of [DEFAULT_PAGE_PORT, relayPortBeside(DEFAULT_PAGE_PORT)]) {
    const server = createServer().listen(port, '127.0.0.1');
    await once(server, 'listening').catch(() => {
      throw new Error(`port ${port} is taken on this machine: stop \`${firstCommand}\` first`);
    });
    server.close();
    await once(server, 'close');
  }
}

/** The README's own sequence of keys, which begins at Home. */
async function sendFromHome(): Promise<void> {
  const [alice, bob] = [new HandsetAtHand(page, 'alice'), new HandsetAtHand(page, 'bob')];
  await alice.until('registered', 60_000);
  await bob.until('registered', 60_000);
  await alice.type('bob');
  await alice.tap('Enter');
  await alice.shows('Write a message');
  await alice.tap('Enter');
  await alice.shows('To Bob');
  await alice.send('hello from a bare machine');
  expect((await bob.led('blinking', 30_000)).pattern.name).toBe('message');
}

function newcomer(release: string): void {
  let system: BareDebian | null = null;
  let running: EnteredCommand | null = null;

  beforeAll(async () => {
    await expectFreePorts();
    system = await BareDebian.unpack(release);
  });
  afterAll(async () => {
    await running?.kill();
    await system?.remove();
  });

  const start = (command: string, log: string): EnteredCommand => {
    if (system === null) throw new Error('there is no system to start it in');
    running = system.start(command, fromProject(`out/newcomer-${release}-${log}.log`));
    return running;
  };

  it(`\`${firstCommand}\` leads to a message that makes a LED blink, and Ctrl-C ends it`, async () => {
    const run = start(firstCommand, 'first');
    await run.prints(new RegExp(`Open ${page}`), FIRST_START_TIMEOUT_MS);
    await sendFromHome();
    await run.interrupt();
    expect(run.printed).toContain('Stopping ...');
    expect(run.printed).not.toMatch(/Segmentation fault|killed/i);
  });

  it('its own older Node is told which Node to take', async () => {
    for (const name of ['handset', 'relay', 'simulator']) {
      const program = start(`node build/${name}.js`, name);
      expect(await program.ended).toBe(2);
      expect(program.printed).toMatch(/^This needs Node 24 or later, and this is Node (18|20)\..*\n$/);
    }
  });

  it.runIf(isLong)(`\`${secondCommand}\` passes`, async () => {
    const tests = start(secondCommand, 'second');
    expect(await tests.ended, tests.printed.slice(-8_000)).toBe(0);
    expect(tests.printed).toMatch(/^Tests: \d+ passed, 0 failed/m);
  });
}

const obstacle = whatStandsInTheWay();
for (const release of RELEASES) {
  describeUnless(obstacle, `a newcomer with a bare Debian ${release}`, () => {
    newcomer(release);
  });
}
