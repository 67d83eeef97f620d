import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { MemoryRelayQueue } from '../../support/memory-store/memory-relay-queue.ts';
import { VirtualClock } from '../../support/virtual-clock.ts';
import { RelayRig, addressOf, makeTestTls, type TestTls } from '../support/relay-rig.ts';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const LIFE_MS = 72 * HOUR_MS;
const YEAR_MS = 365 * 24 * HOUR_MS;
const NOW_MS = Date.UTC(2026, 10, 23, 12);

const CLOCKS = [
  ['a year ahead', NOW_MS + YEAR_MS],
  ['a year back', NOW_MS - YEAR_MS],
  ['1970', 0],
  ['2099', Date.UTC(2099, 0)],
] as const;

let tls: TestTls;
let clock: VirtualClock;
let queue: MemoryRelayQueue;
let rig: RelayRig;
let boots = 1;
let storedAtMs: number;

beforeAll(() => {
  tls = makeTestTls();
});
beforeEach(async () => {
  clock = new VirtualClock(NOW_MS);
  queue = new MemoryRelayQueue();
  await start();
});
afterEach(() => rig.stop());

/** The machine's running time goes on with the monotonic clock over every start of the relay, until `boots` is raised. */
async function start(): Promise<void> {
  const bootId = `boot ${boots}`;
  rig = await RelayRig.start({ tls, clock, queue, uptime: () => ({ bootId, runningMs: clock.monotonicMs() }) });
}

/** A killed process saves nothing more: as it had last done itself. */
async function kill(): Promise<void> {
  const saved = queue.savedAge();
  await rig.stop();
  if (saved !== null) queue.saveAge(saved);
}

const RESTARTS = {
  'is stopped and started': async () => {
    await rig.stop();
    await start();
  },
  'is killed and started': async () => {
    await kill();
    await start();
  },
  'loses its power a minute later': async () => {
    clock.advance(MINUTE_MS);
    await kill();
    boots += 1;
    await start();
  },
};

const held = (user: string): number => queue.usageOf('to', addressOf(user)).count;
const isHeld = (): boolean => held('bob') === 1;

async function store(): Promise<void> {
  const alice = await rig.login('alice');
  storedAtMs = clock.monotonicMs();
  expect((await alice.send(addressOf('bob'), 'hello')).status).toBe(202);
  await alice.destroy();
}

/** To 1 ms before the 72 h are over, of which `uncountedMs` were not noticed, and over it: one report, and nothing for the recipient. */
async function expiresWhenDue(uncountedMs = 0): Promise<void> {
  clock.advance(LIFE_MS - (clock.monotonicMs() - storedAtMs - uncountedMs) - 1);
  expect([isHeld(), held('alice')]).toEqual([true, 0]);
  clock.advance(1);
  expect([isHeld(), held('alice')]).toEqual([false, 1]);
  await RESTARTS['is stopped and started']();
  const bob = await rig.login('bob');
  const alice = await rig.login('alice');
  await alice.until(() => alice.messages.length === 1);
  await rig.waitFor(() => held('alice') === 0);
  clock.advance(HOUR_MS);
  expect([alice.messages.length, bob.messages.length]).toEqual([1, 0]);
}

describe.each(CLOCKS)('a wall clock that is set to %s while a message is stored', (_name, wallMs) => {
  it('does not change when it expires', async () => {
    await store();
    clock.advance(HOUR_MS);
    clock.setWall(wallMs);
    await expiresWhenDue();
  });

  it.each(Object.entries(RESTARTS))('nor does it when the relay %s afterwards', async (_restart, restart) => {
    await store();
    clock.advance(HOUR_MS);
    clock.setWall(wallMs);
    await restart();
    await expiresWhenDue();
  });

  it('nor when the relay, not its machine, was stopped meanwhile; the time stopped counts', async () => {
    await store();
    await rig.stop();
    clock.advance(HOUR_MS);
    clock.setWall(wallMs);
    await start();
    clock.setWall(NOW_MS + HOUR_MS);
    await expiresWhenDue();
  });

  it('nor when the power goes at once, if another message came in between', async () => {
    await store();
    clock.advance(HOUR_MS);
    clock.setWall(wallMs);
    const alice = await rig.login('alice');
    await alice.send(addressOf('carol'), 'another', { headers: ['Expires: 60'] });
    await alice.destroy();
    await kill();
    boots += 1;
    await start();
    clock.advance(1_000);
    expect([isHeld(), rig.relay.counters.expired]).toEqual([true, 0]);
  });

  it('still lets it be delivered, once and unreported', async () => {
    await store();
    clock.setWall(wallMs);
    await RESTARTS['is killed and started']();
    const bob = await rig.login('bob');
    await bob.until(() => bob.messages.length === 1);
    await rig.waitFor(() => !isHeld());
    clock.advance(2 * LIFE_MS);
    expect([bob.messages.length, held('alice'), rig.relay.counters.expired]).toEqual([1, 0, 0]);
  });
});

describe('a machine that was switched off', () => {
  it('counts the time by the wall clock: what is over 72 h by then is reported at the start, once', async () => {
    await store();
    await rig.stop();
    clock.advance(LIFE_MS - MINUTE_MS);
    boots += 1;
    await start();
    expect(isHeld()).toBe(true);
    clock.advance(MINUTE_MS);
    expect([isHeld(), held('alice')]).toEqual([false, 1]);
  });

  it('never counts backwards: with a clock set back the message only lives longer, by the time off', async () => {
    await store();
    clock.advance(HOUR_MS);
    await rig.stop();
    clock.advance(HOUR_MS);
    clock.setWall(0);
    boots += 1;
    const [row] = queue.waitingFor(addressOf('bob'), 1);
    const countedMs = queue.savedAge()!.ageMs - (row!.expiresAtAgeMs - LIFE_MS);
    await start();
    await expiresWhenDue(clock.monotonicMs() - storedAtMs - countedMs);
  });
});

it('a store that cannot be written leaves the age growing, and it is saved when it can be', async () => {
  await store();
  queue.failWritesWith('disk-full');
  const before = queue.savedAge();
  clock.advance(HOUR_MS);
  expect(queue.savedAge()).toEqual(before);
  queue.failWritesWith(null);
  clock.advance(MINUTE_MS);
  expect(queue.savedAge()!.ageMs - before!.ageMs).toBe(HOUR_MS + MINUTE_MS);
});

it('stopping leaves no timer', async () => {
  await rig.stopRelay();
  expect(clock.pendingTimers).toBe(0);
});
