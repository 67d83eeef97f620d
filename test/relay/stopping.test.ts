import { afterEach, beforeAll, beforeEach, expect, it } from 'vitest';
import { VirtualClock } from '../support/virtual-clock.ts';
import { RelayRig, addressOf, makeTestTls, type TestTls } from './support/relay-rig.ts';

const DRAIN_MS = 500;
let tls: TestTls;
let clock: VirtualClock;
let rig: RelayRig;

beforeAll(() => {
  tls = makeTestTls();
});
beforeEach(async () => {
  clock = new VirtualClock();
  rig = await RelayRig.start({ tls, clock });
});
afterEach(() => rig.stop());

/** Begins to stop; `isDone` tells when the relay has. */
function stopping(): { isDone: boolean } {
  const stop = { isDone: false };
  void rig.relay.stop().then(() => {
    stop.isDone = true;
  });
  return stop;
}

it('a relay that stops waits half a second for the answer of a device, so that it need not deliver again', async () => {
  const [alice, , bob] = [await rig.login('alice'), await rig.login('carol'), await rig.login('bob')];
  // Lanes of those who are given nothing stand beside bob's.
  await alice.send(addressOf('carol'), 'x');
  bob.answerPolicy = () => null;
  expect((await alice.send(addressOf('bob'), 'x')).status).toBe(202);
  await bob.until(() => bob.messages.length === 1);
  const heldForBob = (): number => rig.queue.usageOf('to', addressOf('bob')).count;
  const stop = stopping();
  await clock.run(DRAIN_MS - 100);
  expect([stop.isDone, heldForBob()]).toEqual([false, 1]);
  bob.answer(bob.messages[0]!, '200 OK');
  await rig.waitFor(() => rig.relay.counters.delivered === 2);
  while (!stop.isDone) await clock.run(20);
  expect(heldForBob()).toBe(0);
});

it('a relay for whose answers nobody waits stops at once, and says so', async () => {
  const alice = await rig.login('alice');
  await alice.send(addressOf('bob'), 'x');
  const stop = stopping();
  await alice.closed;
  await rig.waitFor(() => stop.isDone);
  expect(rig.log.codes('info').at(-1)).toBe('relay.stopped');
  expect([clock.pendingTimers, rig.relay.counters.registeredUsers]).toEqual([0, 0]);
});

it('a relay that stops takes no new connection', async () => {
  const stop = stopping();
  await rig.waitFor(() => stop.isDone);
  await expect(rig.connect('alice')).rejects.toThrow();
});
