import { join } from 'node:path';
import { describe, expect, it, type TestContext } from 'vitest';
import { incoming, outgoing } from './support/difference.ts';
import { addressOf, FaultBed, type BedOptions } from './support/fault-bed.ts';
import type { FaultHandset } from './support/fault-handset.ts';
import { CAN_MOUNT, SmallDisk } from './support/small-disk.ts';

const SETTLE_TIMEOUT_MS = 150_000;
const ALICE = addressOf('alice');
const BOB = addressOf('bob');
const FAILURES = { ENOSPC: 'disk-full', EROFS: 'read-only' } as const;

type Finishing = Pick<TestContext, 'onTestFinished'>;

interface World {
  readonly bed: FaultBed;
  readonly alice: FaultHandset;
  readonly bob: FaultHandset;
}

/** The medium that fails. */
interface Medium {
  fail(): void;
  mend(): void;
}

/** Alice is switched on; Bob not yet. */
async function begin({ onTestFinished }: Finishing, options: BedOptions): Promise<World> {
  const bed = new FaultBed();
  onTestFinished(() => bed.remove());
  await bed.start(options);
  const [alice, bob] = [bed.handset('alice'), bed.handset('bob')];
  await alice.start();
  return { bed, alice, bob };
}

/** Asked for before the bed that works on it, it is removed after it. */
function smallDisk({ onTestFinished }: Finishing): SmallDisk {
  const disk = new SmallDisk();
  onTestFinished(() => {
    disk.remove();
  });
  return disk;
}

async function sendFive({ alice }: World, name: string): Promise<readonly string[]> {
  const texts = Array.from({ length: 5 }, (_, index) => `${name} ${index}`);
  for (const text of texts) expect(await alice.send(BOB, text)).toBe('taken');
  return texts;
}

async function deliveredAtAlice({ alice }: World): Promise<number> {
  const own = await alice.sees(BOB, () => true, 5_000);
  return outgoing(own.messages).filter(({ status }) => status === 'delivered').length;
}

/** Bob shows exactly these, and Alice is told that each was delivered. */
async function allArrive({ alice, bob }: World, texts: readonly string[]): Promise<void> {
  const seen = await bob.sees(ALICE, ({ messages }) => incoming(messages).length >= texts.length, SETTLE_TIMEOUT_MS);
  expect(incoming(seen.messages)).toEqual(texts);
  await alice.sees(
    BOB,
    ({ messages }) => outgoing(messages).every(({ status }) => status === 'delivered'),
    SETTLE_TIMEOUT_MS,
  );
}

/** The owner is told, nothing is acknowledged that is not kept, and all is well again by itself. */
async function handsetBears(world: World, failure: string, medium: Medium): Promise<void> {
  const { alice, bob } = world;
  await bob.start();
  await alice.send(BOB, 'before');
  await bob.sees(ALICE, ({ messages }) => messages.length === 1, SETTLE_TIMEOUT_MS);
  medium.fail();
  const sent = await sendFive(world, 'while it fails');
  const failing = await bob.sees(ALICE, ({ storeFailure }) => storeFailure !== null, SETTLE_TIMEOUT_MS);
  expect(failing.storeFailure).toBe(failure);
  // Where there was room for one more it was kept; no more than that may be told as delivered.
  const shown = incoming((await bob.sees(ALICE, () => true, 5_000)).messages).length;
  expect(await deliveredAtAlice(world)).toBeLessThanOrEqual(shown);
  expect(await bob.send(ALICE, 'cannot be kept')).toEqual({ refusal: failure });
  medium.mend();
  await allArrive(world, ['before', ...sent]);
  await bob.sees(ALICE, ({ storeFailure }) => storeFailure === null, SETTLE_TIMEOUT_MS);
  expect(bob.unasked, bob.printed).toEqual([]);
}

/** It says so, answers no message with 202 that it has not kept (its sender would never send that again), and goes on by itself. */
async function relayBears(world: World, failure: string, medium: Medium): Promise<void> {
  const { bed, alice, bob } = world;
  await alice.send(BOB, 'before');
  await alice.sees(BOB, ({ messages }) => messages[0]?.status === 'enqueued', SETTLE_TIMEOUT_MS);
  medium.fail();
  const sent = await sendFive(world, 'while it fails');
  await expect
    .poll(() => bed.relay.printed, { timeout: 20_000 })
    .toContain(`relay.store-failed step=add code=${failure}`);
  medium.mend();
  await alice.sees(
    BOB,
    ({ messages }) => messages.length === 6 && messages.every(({ status }) => status === 'enqueued'),
    SETTLE_TIMEOUT_MS,
  );
  await bed.relay.kill();
  await bed.startRelay();
  await bob.start();
  await allArrive(world, ['before', ...sent]);
}

// Most of a case is waiting for what tries again by itself.
describe.concurrent('a disk', () => {
  describe.skipIf(!CAN_MOUNT)('that is small and full (needs root, to mount it)', () => {
    const mediumOf = (disk: SmallDisk): Medium => ({
      fail: () => {
        disk.fill();
      },
      mend: () => {
        disk.free();
      },
    });

    it('under a handset: its owner is told, nothing is acknowledged that is not kept, all comes once there is room', async (context) => {
      const disk = smallDisk(context);
      const world = await begin(context, { folders: { bob: join(disk.path, 'bob') } });
      await handsetBears(world, 'disk-full', mediumOf(disk));
    });

    it('under the relay: it says so, accepts nothing that it cannot keep, and goes on once there is room', async (context) => {
      const disk = smallDisk(context);
      const world = await begin(context, { folders: { relay: join(disk.path, 'relay') } });
      await relayBears(world, 'disk-full', mediumOf(disk));
    });
  });

  describe.skipIf(!CAN_MOUNT)('that was mounted read-only after a power cut (needs root, to remount it)', () => {
    it('under a handset: it says so, takes nothing, and shows all once it is writable', async (context) => {
      const disk = smallDisk(context);
      const world = await begin(context, { folders: { bob: join(disk.path, 'bob') } });
      const { alice, bob } = world;
      await bob.start();
      await alice.send(BOB, 'before');
      await bob.sees(ALICE, ({ messages }) => messages.length === 1, SETTLE_TIMEOUT_MS);
      await bob.kill();
      disk.remount('ro');
      expect(await bob.start()).toBe(false);
      expect(bob.printed).toContain('messages.db: unwritable');
      const sent = await sendFive(world, 'while it is read-only');
      await alice.sees(BOB, ({ messages }) => messages.at(-1)?.status === 'enqueued', SETTLE_TIMEOUT_MS);
      expect(await deliveredAtAlice(world)).toBeLessThanOrEqual(1);
      disk.remount('rw');
      expect(await bob.start()).toBe(true);
      await allArrive(world, ['before', ...sent]);
    });

    it('under the relay: it says so, and delivers all that it had once it is writable', async (context) => {
      const disk = smallDisk(context);
      const world = await begin(context, { folders: { relay: join(disk.path, 'relay') } });
      const { bed, alice, bob } = world;
      const sent = await sendFive(world, 'before');
      await alice.sees(BOB, ({ messages }) => messages.at(-1)?.status === 'enqueued', SETTLE_TIMEOUT_MS);
      await bed.relay.kill();
      disk.remount('ro');
      expect(await bed.startRelay()).toBe(false);
      expect(bed.relay.printed).toMatch(/could not start: .*unwritable/);
      await alice.send(BOB, 'while it is read-only');
      disk.remount('rw');
      expect(await bed.startRelay()).toBe(true);
      await bob.start();
      await allArrive(world, [...sent, 'while it is read-only']);
    });
  });

  describe('that became full or read-only under files in use', () => {
    const world = (context: Finishing, part: 'bob' | 'relay'): Promise<World> =>
      begin(context, { failingDisks: [part] });
    const mediumOf = ({ bed }: World, part: 'bob' | 'relay', how: keyof typeof FAILURES): Medium => ({
      fail: () => {
        bed.disk(part).fail(how);
      },
      mend: () => {
        bed.disk(part).work();
      },
    });

    it.for(['ENOSPC', 'EROFS'] as const)('under a handset (%s)', async (how, context) => {
      const begun = await world(context, 'bob');
      await handsetBears(begun, FAILURES[how], mediumOf(begun, 'bob', how));
    });

    it.for(['ENOSPC', 'EROFS'] as const)('under the relay (%s)', async (how, context) => {
      const begun = await world(context, 'relay');
      await relayBears(begun, FAILURES[how], mediumOf(begun, 'relay', how));
    });
  });
});
