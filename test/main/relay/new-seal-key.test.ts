import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, unlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { NodeRandom } from '../../../src/crypto/keys/node-random.ts';
import { SystemClock } from '../../../src/main/machine/time/system-clock.ts';
import { startRelay, type RunningRelay } from '../../../src/main/relay/start-relay.ts';
import { openRelayQueue } from '../../../src/store/relay/open-relay-queue.ts';
import { addressOf, DOMAIN, RecordingLog } from '../../relay/support/relay-rig.ts';
import { RawSipClient } from '../../support/raw-sip-client.ts';
import { valueOf } from '../../support/store-fixtures.ts';

const DOCUMENT = join(import.meta.dirname, '../../../docs/relay.md');
const log = new RecordingLog();
let dataFolder: string;
let running: RunningRelay | null;

beforeEach(() => {
  dataFolder = mkdtempSync(join(tmpdir(), 'relay-'));
  running = null;
});
afterEach(async () => {
  await stop();
  rmSync(dataFolder, { recursive: true });
});

async function start(): Promise<void> {
  const accounts = ['alice', 'bob'].map((user) => ({
    address: addressOf(user),
    username: user,
    password: `pw-${user}`,
  }));
  const config = { domain: DOMAIN, host: '127.0.0.1', port: 0, dataFolder, accounts };
  running = valueOf(await startRelay(config, { clock: new SystemClock(), random: new NodeRandom(), log }));
}

async function stop(): Promise<void> {
  await running?.stop();
  running = null;
}

async function login(user: string): Promise<RawSipClient> {
  const { host, port } = running!;
  const client = await RawSipClient.connect({ host, port, domain: DOMAIN, user, password: `pw-${user}` });
  expect((await client.register()).status).toBe(200);
  return client;
}

async function sendToBob(text: string): Promise<void> {
  const alice = await login('alice');
  expect((await alice.send(addressOf('bob'), text)).status).toBe(202);
  await alice.destroy();
}

/** Ids of the keys under which bob's messages are sealed. */
function keysInUse(): readonly (number | undefined)[] {
  const key = readFileSync(join(dataFolder, 'keys', 'queue.key'));
  const { queue } = valueOf(openRelayQueue({ path: join(dataFolder, 'queue.db'), key }));
  const ids = queue.waitingFor(addressOf('bob'), 10).map(({ sealed }) => sealed[1]);
  queue.close();
  return ids;
}

it('the documented command gives the relay a new seal key, and what waited under the old one still opens', async () => {
  const command = /```sh\n(.*seal-002\.key)\n```/.exec(readFileSync(DOCUMENT, 'utf8'))?.[1] ?? 'exit 1';
  await start();
  await sendToBob('under the first');
  execFileSync('sh', ['-c', command], { cwd: join(dataFolder, 'keys') });
  await stop();
  await start();
  await sendToBob('under the second');
  await stop();
  expect(keysInUse()).toEqual([1, 2]);
  await start();
  const bob = await login('bob');
  await bob.until(() => bob.messages.length === 2);
  expect(bob.messages.map(({ body }) => body.toString())).toEqual(['under the first', 'under the second']);
  await bob.destroy();
  unlinkSync(join(dataFolder, 'keys', 'seal-001.key'));
  await stop();
  await start();
  expect(log.codes('error')).toEqual([]);
});
