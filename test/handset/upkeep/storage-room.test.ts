import { describe, expect, it } from 'vitest';
import { BOB, HandsetWorld } from '../../support/handset-world.ts';

const MIB = 1_024 * 1_024;
const room = (freeMib: number) => ({ freeBytes: freeMib * MIB, totalBytes: 64 * MIB });

describe('a storage that is almost full', () => {
  it('is told while only the room that is kept for people whom the owner knows is left', async () => {
    const world = await HandsetWorld.registered();
    expect(world.handset.state().storageLow).toBe(false);
    world.store.roomIs(room(10));
    world.handset.send(BOB, 'takes room');
    await world.clock.run(1_000);
    expect(world.handset.state()).toMatchObject({ storageLow: true, storeFailure: null });
    world.store.roomIs(room(40));
    world.handset.deleteThread(BOB);
    await world.clock.run(1_000);
    expect(world.handset.state().storageLow).toBe(false);
  });
});
