import { beforeEach, expect, it } from 'vitest';
import type { RawSipClient } from '../../support/raw-sip-client.ts';
import { relayBench } from '../support/relay-bench.ts';
import { addressOf } from '../support/relay-rig.ts';

const LIFE_MS = 259_200_000;
/** A box of one message, which one sender may fill. */
const LIMITS = { storedPerRecipient: 1, shareOfOneSender: 1, reservedPerSender: 0, reservedBytesPerSender: 0 };
const bench = relayBench({ config: { limits: LIMITS } });
let alice: RawSipClient;

beforeEach(async () => {
  alice = await bench.rig.login('alice');
  for (const user of ['bob', 'carol'] as const) await bench.rig.makeKnown(alice, user);
});

const statusOf = async (user: 'bob' | 'carol', text: string): Promise<number | null> =>
  (await alice.send(addressOf(user), text)).status;

it('a message that has expired makes room in its box', async () => {
  expect([await statusOf('bob', '1'), await statusOf('bob', '2')]).toEqual([202, 480]);
  bench.clock.advance(LIFE_MS);
  await bench.rig.waitFor(() => bench.rig.relay.counters.expired === 1);
  alice = await bench.rig.login('alice');
  expect([await statusOf('bob', '3'), await statusOf('bob', '4')]).toEqual([202, 480]);
});

it('a message that could not be stored takes no room', async () => {
  bench.queue.failWritesWith('disk-full');
  expect(await statusOf('bob', '1')).toBe(503);
  bench.queue.failWritesWith(null);
  expect([await statusOf('bob', '2'), await statusOf('bob', '3')]).toEqual([202, 480]);
  expect(await statusOf('carol', '4')).toBe(202);
});
