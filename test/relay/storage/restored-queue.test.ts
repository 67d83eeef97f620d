import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { openRelayQueue } from '../../../src/store/relay/open-relay-queue.ts';
import { valueOf } from '../../support/store-fixtures.ts';
import { STORE_KEY } from '../../store/database/store-key.ts';
import type { RawSipClient } from '../../support/raw-sip-client.ts';
import { VirtualClock } from '../../support/virtual-clock.ts';
import { RelayRig, addressOf, makeTestTls } from '../support/relay-rig.ts';

const tls = makeTestTls();
const LIFE_MS = 3_600_000;

let folder: string;
let clock: VirtualClock;
let rig: RelayRig;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'relay-restored-'));
  clock = new VirtualClock();
});
afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

async function start(): Promise<void> {
  const { queue } = valueOf(openRelayQueue({ path: join(folder, 'data', 'queue.db'), key: STORE_KEY }));
  rig = await RelayRig.start({ tls, clock, queue, config: { times: { messageExpirySeconds: LIFE_MS / 1_000 } } });
}

async function stop(): Promise<void> {
  await rig.stop();
  rig.queue.close();
}

const idsAndTexts = ({ messages }: RawSipClient) =>
  messages.map((message) => [message.header('Call-ID'), message.body.toString()]);

async function send(...names: readonly string[]): Promise<void> {
  const alice = await rig.login('alice');
  for (const name of names) {
    expect((await alice.send(addressOf('bob'), `text ${name}`, { callId: `id-${name}` })).status).toBe(202);
  }
}

it('a queue restored from a copy gives again what it held, under the same ids and in order, and claims nothing of what came later', async () => {
  await start();
  await send('1', '2', '3');
  await stop();
  cpSync(join(folder, 'data'), join(folder, 'copy'), { recursive: true });

  await start();
  await send('4', '5');
  const bob = await rig.login('bob');
  await bob.until(() => bob.messages.length === 5);
  await rig.waitFor(() => rig.queue.usageOf('to', addressOf('bob')).count === 0);
  await stop();
  rmSync(join(folder, 'data'), { recursive: true });
  cpSync(join(folder, 'copy'), join(folder, 'data'), { recursive: true });

  await start();
  const again = await rig.login('bob');
  await again.until(() => again.messages.length === 3);
  await rig.waitFor(() => rig.queue.usageOf('to', addressOf('bob')).count === 0);
  expect(idsAndTexts(again)).toEqual(idsAndTexts(bob).slice(0, 3));

  // What was answered 202 after the copy is gone, and the relay says nothing about it: neither delivered nor failed.
  const alice = await rig.login('alice');
  clock.advance(2 * LIFE_MS);
  expect(rig.relay.counters).toMatchObject({ delivered: 3, expired: 0, reported: 0 });
  expect(alice.messages).toHaveLength(0);
  await stop();
});

it('what was in the copy has the life that it had left then, less the time since', async () => {
  await start();
  await send('1');
  await stop();
  cpSync(join(folder, 'data'), join(folder, 'copy'), { recursive: true });
  clock.advance(LIFE_MS / 2);
  rmSync(join(folder, 'data'), { recursive: true });
  cpSync(join(folder, 'copy'), join(folder, 'data'), { recursive: true });
  await start();
  clock.advance(LIFE_MS / 2 - 60_000);
  expect(rig.relay.counters.expired).toBe(0);
  clock.advance(60_000);
  expect(rig.relay.counters).toMatchObject({ expired: 1, reported: 1 });
  await stop();
});
