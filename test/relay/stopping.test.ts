import { expect, it } from 'vitest';
import { relayBench } from './support/relay-bench.ts';
import { addressOf } from './support/relay-rig.ts';

const DRAIN_MS = 500;
const bench = relayBench();

/** Begins to stop; `isDone` tells when the relay has. */
function stopping(): { isDone: boolean } {
  const stop = { isDone: false };
  void bench.rig.relay.stop().then(() => {
    stop.isDone = true;
  });
  return stop;
}

it('a relay that stops waits half a second for the answer of a device, so that it need not deliver again', async () => {
  const [alice, , bob] = [await bench.rig.login('alice'), await bench.rig.login('carol'), await bench.rig.login('bob')];
  // Lanes of those who are given nothing stand beside bob's.
  await alice.send(addressOf('carol'), 'x');
  bob.answerPolicy = () => null;
  expect((await alice.send(addressOf('bob'), 'x')).status).toBe(202);
  await bob.until(() => bob.messages.length === 1);
  const heldForBob = (): number => bench.rig.queue.usageOf('to', addressOf('bob')).count;
  const stop = stopping();
  await bench.clock.run(DRAIN_MS - 100);
  expect([stop.isDone, heldForBob()]).toEqual([false, 1]);
  bob.answer(bob.messages[0]!, '200 OK');
  await bench.rig.waitFor(() => bench.rig.relay.counters.delivered === 2);
  while (!stop.isDone) await bench.clock.run(20);
  expect(heldForBob()).toBe(0);
});

it('a relay for whose answers nobody waits stops at once, and says so', async () => {
  const alice = await bench.rig.login('alice');
  await alice.send(addressOf('bob'), 'x');
  const stop = stopping();
  await alice.closed;
  await bench.rig.waitFor(() => stop.isDone);
  expect(bench.rig.log.codes('info').at(-1)).toBe('relay.stopped');
  expect([bench.clock.pendingTimers, bench.rig.relay.counters.registeredUsers]).toEqual([0, 0]);
});

it('a relay that stops takes no new connection', async () => {
  const stop = stopping();
  await bench.rig.waitFor(() => stop.isDone);
  await expect(bench.rig.connect('alice')).rejects.toThrow();
});
