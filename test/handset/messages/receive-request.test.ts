import { describe, expect, it } from 'vitest';
import type { PeerAddress } from '../../../src/domain/peer-address.ts';
import type { ReceivedText } from '../../../src/ports/network/message-link.ts';
import { address, BOB, HandsetWorld } from '../../support/handset-world.ts';

const MALLORY = address('mallory');

const from = (world: HandsetWorld, peer: PeerAddress, more: Partial<ReceivedText> = {}): ReceivedText =>
  world.text('hello', { from: peer, wantsReadReport: true, ...more });
const texts = (world: HandsetWorld, peer: PeerAddress): number =>
  world.handset.events(peer, { beforeSequence: null, limit: 1_000 }).length;

describe('a text of somebody who is no contact', () => {
  it('is kept, lights the quiet pattern and sounds nothing, and counts apart', async () => {
    const world = await HandsetWorld.registered();
    expect(world.link.deliver(from(world, MALLORY))).toBe('kept');
    await world.clock.run(100);
    expect(world.journal).toEqual(['led request', 'eventChanged', 'threadsChanged']);
    expect(world.handset.state().unread).toBe(0);
    expect(world.handset.requests()).toMatchObject({ senders: 1, unread: 1, lost: 0 });
    world.crash();
    world.handset.start();
    expect(world.led).toBe('request');
  });

  it('is told to its sender by no report, when it comes, when it is read, and when its sender becomes a contact', async () => {
    const world = await HandsetWorld.registered(true);
    world.link.deliver(from(world, MALLORY));
    await world.clock.run(1_000);
    world.handset.markRead(MALLORY, 1_000);
    world.handset.saveSender(MALLORY);
    await world.clock.run(60_000);
    expect(world.link.reports).toEqual([]);
    expect(world.led).not.toBe('request');
    world.link.deliver(from(world, MALLORY));
    await world.clock.run(1_000);
    expect(world.link.reports).toMatchObject([{ to: MALLORY, disposition: 'delivered' }]);
    expect(world.handset.state().unread).toBe(1);
  });

  it('is no request any more once the owner has answered', async () => {
    const world = await HandsetWorld.registered();
    world.link.deliver(from(world, MALLORY));
    expect(world.link.isKnown(MALLORY)).toBe(false);
    world.send('who are you?', MALLORY);
    expect(world.link.isKnown(MALLORY)).toBe(true);
    expect(world.handset.requests()).toMatchObject({ senders: 0 });
    world.link.deliver(from(world, MALLORY));
    await world.clock.run(100);
    expect(world.journal).toContain('buzz message');
  });

  it('leaves no trace when the owner wants only contacts', async () => {
    const world = await HandsetWorld.registered();
    world.handset.settings.change('onlyContacts', true);
    expect(world.link.deliver(from(world, MALLORY))).toBe('dropped');
    await world.clock.run(100);
    expect([texts(world, MALLORY), world.handset.requests().lost, world.led]).toEqual([0, 0, 'dark']);
    world.link.deliver(from(world, BOB));
    expect(texts(world, BOB)).toBe(1);
  });

  it('is answered as ever when the medium is full, and the owner goes on being told of that by others', async () => {
    const world = await HandsetWorld.registered();
    world.store.failWritesWith('disk-full');
    expect(world.link.deliver(from(world, MALLORY))).toBe('dropped');
    expect(world.link.deliver(from(world, BOB))).toBe('unable');
  });

  it('costs no write when there are too many in a short time, and how many is told', async () => {
    const world = await HandsetWorld.registered();
    let writes = 0;
    const addIncoming = world.store.messages.addIncoming.bind(world.store.messages);
    world.store.messages.addIncoming = (message) => {
      writes += 1;
      return addIncoming(message);
    };
    const verdicts = Array.from({ length: 500 }, () => world.link.deliver(from(world, MALLORY)));
    expect(verdicts).toEqual(verdicts.map((_, index) => (index < 30 ? 'kept' : 'dropped')));
    expect(writes).toBe(30);
    expect(world.handset.requests().lost).toBe(470);
    await world.clock.run(60_000);
    world.link.deliver(from(world, MALLORY));
    expect(writes).toBe(31);
    for (let index = 0; index < 2_000; index += 1) world.link.deliver(from(world, address(`s${index}`)));
    expect(writes).toBeLessThan(600);
    for (let index = 0; index < 100; index += 1) world.link.deliver(from(world, BOB));
    expect(texts(world, BOB)).toBe(100);
    const { lost } = world.handset.requests();
    // One more was lost while the owner read the number.
    world.handset.requestsSeen(lost - 1);
    expect(world.handset.requests().lost).toBe(1);
    world.handset.requestsSeen(lost);
    expect(world.handset.requests().lost).toBe(0);
  });
});

describe('a text of somebody who is blocked', () => {
  it('is neither kept, nor shown, nor told to anybody, and answered as a text of any stranger', async () => {
    const world = await HandsetWorld.registered();
    world.handset.block(BOB);
    world.journal.length = 0;
    expect(world.link.isKnown(BOB)).toBe(false);
    expect(world.link.deliver(from(world, BOB))).toBe('dropped');
    await world.clock.run(1_000);
    expect(world.journal).toEqual([]);
    expect(world.link.reports).toEqual([]);
    expect(texts(world, BOB)).toBe(0);
    expect(world.handset.blocked()).toEqual([BOB]);
    world.handset.unblock(BOB);
    world.link.deliver(from(world, BOB));
    expect(texts(world, BOB)).toBe(1);
  });

  it('puts the LED out that its earlier texts had lit', async () => {
    const world = await HandsetWorld.registered();
    world.link.deliver(from(world, MALLORY));
    world.handset.block(MALLORY);
    expect(world.led).toBe('dark');
    expect(world.handset.threads({ filter: '', limit: 9, offset: 0 })).toEqual([]);
  });
});

describe('what the owner deletes', () => {
  it('is gone from counts and LED at once, and erased in small parts', async () => {
    const world = await HandsetWorld.registered();
    world.link.deliver(from(world, BOB));
    world.link.deliver(from(world, BOB));
    const [first] = world.handset.events(BOB, { beforeSequence: null, limit: 9 });
    expect(world.handset.deleteEvent(first?.sequence ?? 0)).toEqual({ ok: true, value: 'deleted' });
    expect(world.handset.state().unread).toBe(1);
    let parts = 0;
    world.store.messages.eraseDeleted = () => ({ ok: true, value: ++parts < 5 });
    expect(world.handset.deleteThread(BOB)).toEqual({ ok: true, value: 'deleted' });
    expect([world.handset.state().unread, world.led]).toEqual([0, 'dark']);
    await world.clock.run(100);
    expect(parts).toBe(5);
  });

  it('is not what is still to be sent', async () => {
    const world = await HandsetWorld.registered();
    world.send('on its way');
    expect(world.handset.deleteThread(BOB)).toEqual({ ok: true, value: 'unfinished' });
    expect(texts(world, BOB)).toBe(1);
  });
});
