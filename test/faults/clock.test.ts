import { describe, expect, it, type TestContext } from 'vitest';
import { incoming } from './support/difference.ts';
import { addressOf, FaultBed } from './support/fault-bed.ts';
import type { FaultHandset } from './support/fault-handset.ts';

const SETTLE_TIMEOUT_MS = 90_000;
const DAY_MS = 86_400_000;
const ALICE = addressOf('alice');
const BOB = addressOf('bob');
const TEXTS = Array.from({ length: 4 }, (_, index) => `waits ${index}`);

const JUMPS = [
  ['a year back', -365],
  ['a year forward', 365],
  ['to 1970', -20_770],
  ['to 2099', 26_700],
] as const;

interface World {
  readonly bed: FaultBed;
  readonly alice: FaultHandset;
  readonly bob: FaultHandset;
}

/** Alice is switched on; Bob not yet. */
async function begin({ onTestFinished }: Pick<TestContext, 'onTestFinished'>): Promise<World> {
  const bed = new FaultBed();
  onTestFinished(() => bed.remove());
  await bed.start();
  const [alice, bob] = [bed.handset('alice'), bed.handset('bob')];
  await alice.start();
  return { bed, alice, bob };
}

async function sendAll({ alice }: World, texts: readonly string[]): Promise<void> {
  for (const text of texts) expect(await alice.send(BOB, text)).toBe('taken');
}

async function noneGivenUp({ alice }: World): Promise<void> {
  const own = await alice.sees(BOB, () => true, 5_000);
  expect(own.messages.filter(({ status }) => status?.startsWith('failed'))).toEqual([]);
}

async function allEnqueued({ alice }: World): Promise<void> {
  await alice.sees(BOB, ({ messages }) => messages.every(({ status }) => status === 'enqueued'), SETTLE_TIMEOUT_MS);
}

async function allArrive({ alice, bob }: World): Promise<void> {
  const seen = await bob.sees(ALICE, ({ messages }) => messages.length >= TEXTS.length, SETTLE_TIMEOUT_MS);
  expect(incoming(seen.messages)).toEqual(TEXTS);
  await alice.sees(BOB, ({ messages }) => messages.every(({ status }) => status === 'delivered'), SETTLE_TIMEOUT_MS);
}

async function cableBack({ bed, alice }: World): Promise<void> {
  await bed.cable('alice').plug();
  alice.reconnect();
}

describe.concurrent('a clock that is set while messages wait', () => {
  it.for(JUMPS)("a handset's, %s: it gives up none of them, and keeps their order", async ([, days], context) => {
    const world = await begin(context);
    await world.bob.start();
    await world.bed.cable('alice').pull();
    await sendAll(world, TEXTS.slice(0, 2));
    world.alice.setClock(days * DAY_MS);
    await sendAll(world, TEXTS.slice(2));
    await noneGivenUp(world);
    await cableBack(world);
    await allArrive(world);
  });

  it.for(JUMPS)("a handset's, %s, seen by it, and then it is killed", async ([, days], context) => {
    const world = await begin(context);
    await world.bob.start();
    await world.bed.cable('alice').pull();
    await sendAll(world, TEXTS.slice(0, 3));
    world.alice.setClock(days * DAY_MS);
    await sendAll(world, TEXTS.slice(3));
    await world.alice.kill();
    await world.alice.start();
    await noneGivenUp(world);
    await cableBack(world);
    await allArrive(world);
  });

  // The machine runs on, so its uptime tells how long the process was away, whatever the wall clock says.
  it.for(JUMPS)("a handset's, %s, in the moment in which its process is killed", async ([, days], context) => {
    const world = await begin(context);
    await world.bob.start();
    await world.bed.cable('alice').pull();
    await sendAll(world, TEXTS);
    world.alice.setClock(days * DAY_MS);
    await world.alice.kill();
    await world.alice.start();
    await noneGivenUp(world);
    await cableBack(world);
    await allArrive(world);
  });

  it.for(JUMPS)("the relay's, %s: it keeps what it holds, and what comes then", async ([, days], context) => {
    const world = await begin(context);
    await sendAll(world, TEXTS.slice(0, 2));
    await allEnqueued(world);
    world.bed.relay.setClock(days * DAY_MS);
    await sendAll(world, TEXTS.slice(2));
    await allEnqueued(world);
    await world.bob.start();
    await allArrive(world);
  });

  // Started in 2099, after the life of its own CA, it would make a new one: whoever runs it must then provision the handsets anew.
  it.for(JUMPS.filter(([, days]) => days <= 365))(
    "the relay's, %s, in the moment in which it is killed",
    async ([, days], context) => {
      const world = await begin(context);
      const { bed, bob } = world;
      await sendAll(world, TEXTS);
      await allEnqueued(world);
      bed.relay.setClock(days * DAY_MS);
      await bed.relay.kill();
      // With a clock before its own certificates it may refuse to start, and says so; it must give up nothing.
      const hasStarted = await bed.startRelay();
      if (!hasStarted) expect(bed.relay.printed).toMatch(/could not start: .*set the clock/);
      await bed.relay.kill();
      bed.relay.setClock(0);
      expect(await bed.startRelay(), bed.relay.printed).toBe(true);
      await noneGivenUp(world);
      await bob.start();
      await allArrive(world);
    },
  );
});
