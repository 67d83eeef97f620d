import { describe, expect, it } from 'vitest';
import { ALICE, BOB, HandsetWorld } from '../../support/handset-world.ts';

const RELAY = ALICE.replace('alice', 'relay') as typeof ALICE;
const notice = (device: string) => ({ kind: 'other-device', from: RELAY, device }) as const;

describe('another device that signs in to the account', () => {
  it('is kept before the relay gets its answer, lights the LED as a failure does, and sounds after it', async () => {
    const world = await HandsetWorld.registered();
    expect(world.link.deliver(notice('thief'))).toBe('kept');
    expect(world.handset.signIns()).toEqual([
      { kind: 'signIn', sequence: 1, atMs: world.clock.wallMs(), unread: true },
    ]);
    expect(world.led).toBe('failed');
    await world.clock.run(0);
    expect(world.journal).toEqual(['led failed', 'buzz failure', 'signInsChanged', 'stateChanged']);
    expect(world.log).toEqual([{ level: 'warn', code: 'account.other-device' }]);
    expect(world.handset.state()).toMatchObject({ otherDeviceAtMs: world.handset.signIns()[0]?.atMs, unread: 0 });
  });

  it('is told of once, by the relay or by the registrar, however often it comes, over a restart too', async () => {
    const world = await HandsetWorld.registered();
    world.link.deliver(notice('thief'));
    world.link.listOtherDevices('thief');
    await world.clock.run(0);
    world.handset.signInsSeen(1);
    world.crash();
    world.handset.start();
    await world.clock.run(0);
    world.link.register();
    world.journal.length = 0;
    expect(world.link.deliver(notice('thief'))).toBe('kept');
    world.link.listOtherDevices('thief', 'another');
    await world.clock.run(0);
    expect(world.handset.signIns()).toHaveLength(2);
    expect(world.journal.filter((line) => line.startsWith('buzz'))).toHaveLength(1);
  });

  it('is told by the LED until it was seen, over restarts too', async () => {
    const world = await HandsetWorld.registered();
    world.link.listOtherDevices('thief');
    world.crash();
    expect(world.journal.at(-1)).not.toBe('led dark');
    world.led = 'dark';
    world.handset.start();
    await world.clock.run(0);
    expect(world.led).toBe('failed');
    world.handset.signInsSeen(0);
    expect(world.led).toBe('failed');
    world.handset.signInsSeen(1);
    expect([world.led, world.handset.state().otherDeviceAtMs]).toEqual(['dark', null]);
  });

  it('that the store cannot keep is brought again by the relay, and told when the store works', async () => {
    const world = await HandsetWorld.registered();
    world.store.failWritesWith('disk-full');
    expect(world.link.deliver(notice('thief'))).toBe('unable');
    world.link.listOtherDevices('thief');
    expect(world.handset.signIns()).toEqual([]);
    world.store.failWritesWith(null);
    world.link.listOtherDevices('thief');
    expect(world.handset.signIns()).toHaveLength(1);
  });

  it('stands in every thread at its place', async () => {
    const world = await HandsetWorld.registered();
    world.link.deliver(world.text('before'));
    world.link.deliver(notice('thief'));
    world.link.deliver(world.text('after'));
    const kinds = world.handset.events(BOB, { beforeSequence: null, limit: 10 }).map(({ kind }) => kind);
    expect(kinds).toEqual(['message', 'signIn', 'message']);
  });
});
