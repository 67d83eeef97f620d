import { afterEach, beforeEach, describe, expect, it } from 'vitest';
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

describe('a clock that is set while messages wait', () => {
  let bed: FaultBed;
  let alice: FaultHandset;
  let bob: FaultHandset;

  beforeEach(async () => {
    bed = new FaultBed();
    await bed.start();
    [alice, bob] = [bed.handset('alice'), bed.handset('bob')];
    await alice.start();
  });
  afterEach(() => bed.remove());

  async function sendAll(texts: readonly string[]): Promise<void> {
    for (const text of texts) expect(await alice.send(BOB, text)).toBe('taken');
  }

  async function noneGivenUp(status: 'waiting or sending' | 'enqueued'): Promise<void> {
    const own = await alice.sees(
      BOB,
      ({ messages }) => status !== 'enqueued' || messages.every((message) => message.status === status),
      SETTLE_TIMEOUT_MS,
    );
    expect(own.messages.filter((message) => message.status?.startsWith('failed'))).toEqual([]);
  }

  async function allArrive(): Promise<void> {
    const seen = await bob.sees(ALICE, ({ messages }) => messages.length >= TEXTS.length, SETTLE_TIMEOUT_MS);
    expect(incoming(seen.messages)).toEqual(TEXTS);
    await alice.sees(BOB, ({ messages }) => messages.every(({ status }) => status === 'delivered'), SETTLE_TIMEOUT_MS);
  }

  it.each(JUMPS)("a handset's, %s: it gives up none of them, and keeps their order", async (_name, days) => {
    await bob.start();
    await bed.cable('alice').pull();
    await sendAll(TEXTS.slice(0, 2));
    alice.setClock(days * DAY_MS);
    await sendAll(TEXTS.slice(2));
    await noneGivenUp('waiting or sending');
    await bed.cable('alice').plug();
    alice.reconnect();
    await allArrive();
  });

  it.each(JUMPS)("a handset's, %s, seen by it, and then it is killed", async (_name, days) => {
    await bob.start();
    await bed.cable('alice').pull();
    await sendAll(TEXTS.slice(0, 3));
    alice.setClock(days * DAY_MS);
    await sendAll(TEXTS.slice(3));
    await alice.kill();
    await alice.start();
    await noneGivenUp('waiting or sending');
    await bed.cable('alice').plug();
    alice.reconnect();
    await allArrive();
  });

  // The machine runs on, so its uptime tells how long the process was away, whatever the wall clock says.
  it.each(JUMPS)("a handset's, %s, in the moment in which its process is killed", async (_name, days) => {
    await bob.start();
    await bed.cable('alice').pull();
    await sendAll(TEXTS);
    alice.setClock(days * DAY_MS);
    await alice.kill();
    await alice.start();
    await noneGivenUp('waiting or sending');
    await bed.cable('alice').plug();
    alice.reconnect();
    await allArrive();
  });

  it.each(JUMPS)("the relay's, %s: it keeps what it holds, and what comes then", async (_name, days) => {
    await sendAll(TEXTS.slice(0, 2));
    await noneGivenUp('enqueued');
    bed.relay.setClock(days * DAY_MS);
    await sendAll(TEXTS.slice(2));
    await noneGivenUp('enqueued');
    await bob.start();
    await allArrive();
  });

  // Started in 2099, after the life of its own CA, it would make a new one: whoever runs it must then provision the handsets anew.
  it.each(JUMPS.filter(([, days]) => days <= 365))(
    "the relay's, %s, in the moment in which it is killed",
    async (_name, days) => {
      await sendAll(TEXTS);
      await noneGivenUp('enqueued');
      bed.relay.setClock(days * DAY_MS);
      await bed.relay.kill();
      // With a clock before its own certificates it may refuse to start, and says so; it must give up nothing.
      const hasStarted = await bed.startRelay();
      if (!hasStarted) expect(bed.relay.printed).toMatch(/could not start: .*set the clock/);
      await bed.relay.kill();
      bed.relay.setClock(0);
      expect(await bed.startRelay(), bed.relay.printed).toBe(true);
      await noneGivenUp('enqueued');
      await bob.start();
      await allArrive();
    },
  );
});
