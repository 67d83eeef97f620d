import { afterEach, beforeAll, beforeEach, expect, it } from 'vitest';
import { MemoryRelayQueue } from '../../support/memory-store/memory-relay-queue.ts';
import type { RawSipClient } from '../../support/raw-sip-client.ts';
import { VirtualClock } from '../../support/virtual-clock.ts';
import { RelayRig, addressOf, makeTestTls, type TestTls } from '../support/relay-rig.ts';

const LIFE_MS = 259_200_000;
/** A box of one message, which one sender may fill. */
const LIMITS = { storedPerRecipient: 1, shareOfOneSender: 1, reservedPerSender: 0, reservedBytesPerSender: 0 };
let tls: TestTls;
let clock: VirtualClock;
let queue: MemoryRelayQueue;
let rig: RelayRig;
let alice: RawSipClient;

beforeAll(() => {
  tls = makeTestTls();
});
beforeEach(async () => {
  clock = new VirtualClock();
  queue = new MemoryRelayQueue();
  rig = await RelayRig.start({ tls, clock, queue, config: { limits: LIMITS } });
  alice = await rig.login('alice');
  for (const user of ['bob', 'carol'] as const) await rig.makeKnown(alice, user);
});
afterEach(() => rig.stop());

const statusOf = async (user: 'bob' | 'carol', text: string): Promise<number | null> =>
  (await alice.send(addressOf(user), text)).status;

it('a message that has expired makes room in its box', async () => {
  expect([await statusOf('bob', '1'), await statusOf('bob', '2')]).toEqual([202, 480]);
  clock.advance(LIFE_MS);
  await rig.waitFor(() => rig.relay.counters.expired === 1);
  alice = await rig.login('alice');
  expect([await statusOf('bob', '3'), await statusOf('bob', '4')]).toEqual([202, 480]);
});

it('a message that could not be stored takes no room', async () => {
  queue.failWritesWith('disk-full');
  expect(await statusOf('bob', '1')).toBe(503);
  queue.failWritesWith(null);
  expect([await statusOf('bob', '2'), await statusOf('bob', '3')]).toEqual([202, 480]);
  expect(await statusOf('carol', '4')).toBe(202);
});
