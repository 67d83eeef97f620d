import { describe, expect, it } from 'vitest';
import { STORE_RETRY_MS } from '../../../src/handset/upkeep/store-health.ts';
import { StoreUnavailable } from '../../../src/ports/store/store-unavailable.ts';
import { ALICE, BOB, HandsetWorld } from '../../support/handset-world.ts';

describe('a store that refuses to write', () => {
  it('lets no message be sent that it does not hold', async () => {
    const world = await HandsetWorld.registered();
    world.store.failWritesWith('disk-full');
    expect(world.handset.send(BOB, 'hello')).toEqual({ ok: false, error: 'disk-full' });
    await world.clock.run(10);
    expect(world.link.sent).toEqual([]);
    expect(world.handset.state().storeFailure).toBe('disk-full');
  });

  it('is asked again by itself, and the owner is told when it works', async () => {
    const world = await HandsetWorld.registered();
    world.store.failWritesWith('read-only');
    world.handset.send(BOB, 'hello');
    await world.clock.run(10 * STORE_RETRY_MS);
    expect(world.handset.state().storeFailure).toBe('read-only');
    world.store.failWritesWith(null);
    world.journal.length = 0;
    await world.clock.run(STORE_RETRY_MS);
    expect(world.handset.state().storeFailure).toBeNull();
    expect(world.journal).toEqual(['led dark', 'stateChanged']);
    expect(world.clock.pendingTimers).toBe(0);
    expect(world.log.filter(({ code }) => code === 'store.refused')).toHaveLength(1);
  });

  it('does not make the handset send a second time what the relay took meanwhile', async () => {
    const world = await HandsetWorld.registered();
    const id = world.send('hello');
    world.store.failWritesWith('disk-full');
    await world.clock.run(1_000);
    expect(world.status(id)).toBe('sending');
    world.link.register();
    world.store.failWritesWith(null);
    await world.clock.run(STORE_RETRY_MS);
    expect(world.status(id)).toBe('enqueued');
    expect(world.link.bodies).toEqual(['hello']);
    expect(world.handset.steps(1).map(({ kind }) => kind)).toEqual(['composed', 'try', 'accepted']);
    expect(world.journal.filter((entry) => entry === 'eventChanged').length).toBeGreaterThanOrEqual(2);
  });

  it('gets what it missed as soon as any other write succeeds', async () => {
    const world = await HandsetWorld.registered();
    const id = world.send('hello');
    world.store.failWritesWith('disk-full');
    await world.clock.run(1_000);
    world.store.failWritesWith(null);
    world.handset.saveDraft(BOB, { text: 'x', cursor: 1 });
    await world.clock.run(0);
    expect(world.status(id)).toBe('enqueued');
    expect(world.clock.pendingTimers).toBe(0);
  });

  it('does not take a delivered message back to what it failed to write before', async () => {
    const world = await HandsetWorld.registered();
    const id = world.send('hello');
    world.store.failWritesWith('disk-full');
    await world.clock.run(1_000);
    world.store.failWritesWith(null);
    world.link.deliver({ kind: 'report', from: BOB, about: id, disposition: 'delivered' });
    await world.clock.run(STORE_RETRY_MS);
    expect(world.status(id)).toBe('delivered');
    expect(world.handset.steps(1).map(({ kind }) => kind)).toContain('accepted');
  });

  it('reports its failure for drafts, favourites and marks of reading too', async () => {
    const world = await HandsetWorld.registered();
    world.link.deliver(world.text('hello'));
    world.store.failWritesWith('disk-full');
    expect(world.handset.saveDraft(BOB, { text: 'x', cursor: 1 })).toEqual({ ok: false, error: 'disk-full' });
    expect(world.handset.setFavourite(BOB, true)).toEqual({ ok: false, error: 'disk-full' });
    expect(world.handset.markRead(BOB, 1)).toEqual({ ok: false, error: 'disk-full' });
    expect(world.handset.state().unread).toBe(1);
    expect(world.led).toBe('message');
  });
});

describe('a store that cannot be read', () => {
  it('makes the relay keep what arrives, and lets no timer end with an exception', async () => {
    const world = await HandsetWorld.registered();
    world.link.deliver(world.text('hello'));
    world.store.messages.owedReports = () => {
      throw new StoreUnavailable('damaged');
    };
    world.store.messages.addIncoming = () => {
      throw new StoreUnavailable('damaged');
    };
    expect(world.link.deliver(world.text('more'))).toBe('unable');
    world.handset.markRead(BOB, 1);
    world.send('answer');
    await world.clock.run(10);
    expect(world.link.bodies).toEqual(['answer']);
    expect(world.log.map(({ code }) => code)).toContain('store.refused');
  });

  it('leaves a view empty instead of ending it, and the owner is told that the storage is damaged', async () => {
    const world = await HandsetWorld.registered();
    world.store.messages.events = () => {
      throw new StoreUnavailable('damaged');
    };
    expect(world.handset.events(BOB, { beforeSequence: null, limit: 10 })).toEqual([]);
    expect(world.handset.state().storeFailure).toBe('damaged');
    expect(world.led).toBe('failed');
  });

  it('does not end the process at a key press: the command is refused with the reason', async () => {
    const world = await HandsetWorld.registered();
    const id = world.send('hello');
    const damaged = (): never => {
      throw new StoreUnavailable('damaged');
    };
    world.store.messages.findOutgoing = damaged;
    world.store.contacts.contact = damaged;
    expect(world.handset.resend(id)).toEqual({ ok: false, error: 'damaged' });
    expect(world.handset.setFavourite(BOB, true)).toEqual({ ok: false, error: 'damaged' });
    world.link.deliver(world.text('new'));
    world.store.messages.unreadCount = damaged;
    expect(world.handset.markRead(BOB, 1_000)).toEqual({ ok: true, value: undefined });
    expect(world.handset.state().storeFailure).toBe('damaged');
  });

  it('keeps the handset from starting', () => {
    const world = new HandsetWorld();
    world.store.close();
    expect(() => {
      world.crash();
    }).toThrow(StoreUnavailable);
  });
});

describe('what the owner keeps', () => {
  it('a draft comes back after a power cut', async () => {
    const world = await HandsetWorld.registered();
    world.handset.saveDraft(BOB, { text: 'not yet', cursor: 3 });
    world.crash();
    expect(world.handset.draft(BOB)).toEqual({ text: 'not yet', cursor: 3 });
    world.handset.start();
    world.send('sent');
    expect(world.handset.draft(BOB)).toBeNull();
  });

  it('a peer becomes a favourite, known or not', async () => {
    const world = await HandsetWorld.registered();
    world.store.contacts.saveContact({ address: ALICE, name: 'Alice A.', favourite: false });
    expect(world.handset.setFavourite(ALICE, true).ok).toBe(true);
    expect(world.handset.setFavourite(BOB, true).ok).toBe(true);
    expect(world.handset.contact(ALICE)).toEqual({ address: ALICE, name: 'Alice A.', favourite: true });
    expect(world.handset.contact(BOB)).toEqual({ address: BOB, name: 'bob', favourite: true });
    expect(world.journal).toEqual(['contactsChanged', 'contactsChanged']);
    world.handset.setFavourite(BOB, false);
    expect(world.handset.contacts('bob')).toEqual([{ address: BOB, name: 'bob', favourite: false }]);
  });

  it('a refused key buzzes', async () => {
    const world = await HandsetWorld.registered();
    world.handset.refuseKey();
    expect(world.journal).toEqual(['buzz refused-key']);
  });
});

it('a change that could not be written does not undo a resend by the owner', async () => {
  const world = await HandsetWorld.registered();
  world.link.answer = () => ({ outcome: { kind: 'refused', sipStatus: 404, reason: 'unknown-number' }, afterMs: 5 });
  const id = world.send('hello');
  world.store.failWritesWith('disk-full');
  await world.clock.run(5);
  world.store.failWritesWith(null);
  world.link.answer = () => ({ outcome: { kind: 'accepted', sipStatus: 202 }, afterMs: 900 });
  expect(world.handset.resend(id).ok).toBe(true);
  await world.clock.run(500);
  expect(world.status(id)).toBe('sending');
  await world.clock.run(60_000);
  expect(world.status(id)).toBe('enqueued');
  const kinds = world.handset.steps(world.row(id).sequence).map(({ kind }) => kind);
  expect(kinds.filter((kind) => kind === 'try')).toHaveLength(2);
});

describe('a store that lost messages', () => {
  function restarted(world: HandsetWorld, changesWereLost: boolean): void {
    world.changesWereLost = changesWereLost;
    world.crash(1_000);
    world.handset.start();
  }

  it('is told to the owner, over restarts, until he has seen it, and then never again', async () => {
    const world = await HandsetWorld.registered();
    expect(world.handset.state().changesLostAtMs).toBeNull();
    restarted(world, true);
    const noticedAtMs = world.clock.wallMs();
    expect(world.handset.state().changesLostAtMs).toBe(noticedAtMs);
    restarted(world, false);
    expect(world.handset.state().changesLostAtMs).toBe(noticedAtMs);
    world.events.length = 0;
    world.handset.acknowledgeLostChanges();
    expect(world.handset.state().changesLostAtMs).toBeNull();
    expect(world.events).toEqual([{ kind: 'stateChanged' }]);
    restarted(world, false);
    expect(world.handset.state().changesLostAtMs).toBeNull();
  });

  it('is told anew when it happens again', async () => {
    const world = await HandsetWorld.registered();
    restarted(world, true);
    world.handset.acknowledgeLostChanges();
    restarted(world, true);
    expect(world.handset.state().changesLostAtMs).toBe(world.clock.wallMs());
  });

  it.each([true, false])(
    'is remembered as seen or not seen (%s) also when it could not be noted at once',
    async (seen) => {
      const world = await HandsetWorld.registered();
      world.store.failWritesWith('disk-full');
      restarted(world, true);
      if (seen) world.handset.acknowledgeLostChanges();
      expect(world.handset.state().changesLostAtMs === null).toBe(seen);
      world.store.failWritesWith(null);
      await world.clock.run(60_000);
      restarted(world, false);
      expect(world.handset.state().changesLostAtMs === null).toBe(seen);
    },
  );
});
