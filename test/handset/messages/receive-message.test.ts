import { describe, expect, it } from 'vitest';
import { messageOf } from '../../../src/domain/history/event.ts';
import type { MessageId } from '../../../src/domain/history/message-id.ts';
import { ALICE, BOB, CAROL, HandsetWorld } from '../../support/handset-world.ts';

it('raises no alarm for a text that says nothing, and keeps it', async () => {
  const world = await HandsetWorld.registered();
  world.link.deliver(world.text(' \r\n'));
  await world.clock.run(100);
  expect(world.journal.filter((line) => /buzz|led message|eventReceived/.test(line))).toEqual([]);
  expect(world.handset.state().unread).toBe(0);
  expect(world.handset.events(BOB, { beforeSequence: null, limit: 9 })).toHaveLength(1);
});

describe('a text that arrives', () => {
  it('is on disk, then the LED blinks, then the relay is answered, then buzzer and screen', async () => {
    const world = await HandsetWorld.registered();
    const addIncoming = world.store.messages.addIncoming.bind(world.store.messages);
    world.store.messages.addIncoming = (message) => {
      const result = addIncoming(message);
      world.journal.push('stored');
      return result;
    };
    const verdict = world.link.deliver(world.text('hello'));
    world.journal.push(`answered ${verdict}`);
    await world.clock.run(0);
    expect(world.journal).toEqual([
      'stored',
      'led message',
      'answered kept',
      'buzz message',
      'eventReceived',
      'stateChanged',
    ]);
    expect(world.handset.state().unread).toBe(1);
  });

  it('that is longer than 4 kB is kept as far as that, and its sender is not told that it was delivered', async () => {
    const world = await HandsetWorld.registered();
    const long = world.text('x'.repeat(63_000));
    expect([world.link.deliver(long), world.link.deliver(long)]).toEqual(['kept', 'kept']);
    await world.clock.run(1_000);
    const [event] = world.handset.events(BOB, { beforeSequence: null, limit: 10 });
    expect(messageOf(event ?? null)).toMatchObject({ body: 'x'.repeat(4_096), cutBytes: 58_904 });
    expect(world.handset.state().unread).toBe(1);
    expect(world.link.reports).toEqual([]);
  });

  it('blinks until it is read, through a restart too', async () => {
    const world = await HandsetWorld.registered();
    world.link.deliver(world.text('one'));
    world.link.deliver(world.text('two', { from: CAROL }));
    world.crash(1_000);
    world.led = 'dark';
    world.handset.start();
    expect(world.led).toBe('message');
    expect(world.handset.state().unread).toBe(2);
    world.handset.markRead(BOB, 1);
    expect(world.led).toBe('message');
    world.handset.markRead(CAROL, 2);
    expect(world.led).toBe('dark');
    expect(world.handset.state().unread).toBe(0);
  });

  it('once all is read, lets the LED show what became of the last sent message', async () => {
    const world = await HandsetWorld.registered();
    world.send('mine');
    world.link.deliver(world.text('yours'));
    expect(world.led).toBe('message');
    world.handset.markRead(BOB, 99);
    expect(world.led).toBe('on-its-way');
  });

  it('makes one sound in a burst, and shows every message', async () => {
    const world = await HandsetWorld.registered();
    for (let index = 0; index < 50; index += 1) world.link.deliver(world.text(`${index}`));
    await world.clock.run(0);
    expect(world.journal.filter((entry) => entry.startsWith('buzz'))).toHaveLength(1);
    expect(world.events.filter(({ kind }) => kind === 'eventReceived')).toHaveLength(50);
    await world.clock.run(3_000);
    world.link.deliver(world.text('later'));
    await world.clock.run(0);
    expect(world.journal.filter((entry) => entry.startsWith('buzz'))).toHaveLength(2);
  });

  it('is kept as it came, even when it is too long to send or must not be shown as it is', async () => {
    const world = await HandsetWorld.registered();
    const body = `\u202e${'a'.repeat(500)}`;
    expect(world.link.deliver(world.text(body))).toBe('kept');
    expect(messageOf(world.handset.event(1))).toMatchObject({ body });
  });
});

describe('a text that comes twice', () => {
  it('is answered and not shown when its first copy was removed meanwhile', async () => {
    const world = await HandsetWorld.registered();
    world.store.messages.addIncoming = () => ({ ok: true, value: { kind: 'duplicate', message: null } });
    expect(world.link.deliver(world.text('hello'))).toBe('kept');
    await world.clock.run(1_000);
    expect(world.journal).toEqual([]);
    expect(world.handset.state().unread).toBe(0);
    expect(world.link.reports).toEqual([]);
  });

  it('is answered and shown once, after a restart too, without light or sound', async () => {
    const world = await HandsetWorld.registered();
    const text = world.text('hello');
    world.link.deliver(text);
    world.handset.markRead(BOB, 1);
    world.crash();
    world.handset.start();
    await world.clock.run(0);
    world.link.register();
    await world.clock.run(60_000);
    world.journal.length = 0;
    world.events.length = 0;
    expect(world.link.deliver(text)).toBe('kept');
    await world.clock.run(0);
    expect(world.journal).toEqual([]);
    expect(world.handset.state().unread).toBe(0);
    expect(world.handset.events(BOB, { beforeSequence: null, limit: 10 })).toHaveLength(1);
  });

  it('with other words is kept beside the first text, which is marked: what was answered 200 can be read', async () => {
    const world = await HandsetWorld.registered();
    const text = world.text('first');
    world.link.deliver(text);
    await world.clock.run(0);
    world.journal.length = 0;
    const other = { ...text, body: 'other words', idIfTaken: 'other' as MessageId };
    for (let copies = 0; copies < 3; copies += 1) expect(world.link.deliver(other)).toBe('kept');
    expect(world.link.deliver(text)).toBe('kept');
    await world.clock.run(0);
    expect(messageOf(world.handset.event(1))).toMatchObject({ body: 'first', conflict: true });
    expect(messageOf(world.handset.event(2))).toMatchObject({ body: 'other words', read: false });
    expect(world.handset.events(BOB, { beforeSequence: null, limit: 10 })).toHaveLength(2);
    expect(world.handset.state().unread).toBe(2);
    expect(world.journal.filter((line) => line === 'eventReceived')).toHaveLength(1);
    // Its sender knows one id for both, by which only the first one is reported.
    await world.clock.run(60_000);
    expect(world.link.reports.map(({ about }) => about)).toEqual([text.id]);
  });

  it('with other words is kept when the owner has deleted the first text, once, over a restart too', async () => {
    const world = await HandsetWorld.registered();
    const text = world.text('first');
    world.link.deliver(text);
    world.handset.markRead(BOB, 1);
    world.handset.deleteEvent(1);
    await world.clock.run(1_000);
    const other = { ...text, body: 'other words', idIfTaken: 'other' as MessageId };
    expect(world.link.deliver(other)).toBe('kept');
    world.crash();
    world.handset.start();
    await world.clock.run(0);
    world.link.register();
    for (const again of [text, other]) expect(world.link.deliver(again)).toBe('kept');
    const kept = world.handset.events(BOB, { beforeSequence: null, limit: 10 });
    expect(kept.map((event) => messageOf(event)?.body)).toEqual(['other words']);
    expect(world.handset.state().unread).toBe(1);
  });

  it('is another message when it comes from another peer', async () => {
    const world = await HandsetWorld.registered();
    const text = world.text('hello');
    world.link.deliver(text);
    world.link.deliver({ ...text, from: CAROL });
    expect(world.handset.state().unread).toBe(2);
  });
});

describe('when something fails on the way in', () => {
  it('a text upon which the handset itself fails each time is refused in the end, and others are taken', async () => {
    const world = await HandsetWorld.registered();
    const add = world.store.messages.addIncoming.bind(world.store.messages);
    world.store.messages.addIncoming = (message) => {
      if (message.body === 'poison') throw new Error('a fault of ours');
      return add(message);
    };
    const poison = world.text('poison');
    expect([1, 2, 3, 4].map(() => world.link.deliver(poison))).toEqual(['unable', 'unable', 'unwanted', 'unwanted']);
    expect(world.link.deliver(world.text('hello'))).toBe('kept');
  });

  it('a text that the store refuses while it takes others is refused in the end; with a full disk none is', async () => {
    const world = await HandsetWorld.registered();
    const add = world.store.messages.addIncoming.bind(world.store.messages);
    const refusing = { all: true };
    world.store.messages.addIncoming = (message) =>
      refusing.all || message.body === 'poison' ? { ok: false, error: 'disk-full' } : add(message);
    const poison = world.text('poison');
    for (let times = 0; times < 50; times += 1) expect(world.link.deliver(poison)).toBe('unable');
    refusing.all = false;
    expect(world.link.deliver(world.text('hello'))).toBe('kept');
    expect(world.link.deliver(poison)).toBe('unwanted');
  });

  it('a store that refuses makes the relay keep the message, and the owner is told', async () => {
    const world = await HandsetWorld.registered();
    world.store.failWritesWith('disk-full');
    const text = world.text('hello');
    expect(world.link.deliver(text)).toBe('unable');
    expect(world.led).toBe('failed');
    await world.clock.run(0);
    expect(world.journal).toEqual(['led failed', 'stateChanged']);
    expect(world.handset.state()).toMatchObject({ storeFailure: 'disk-full', unread: 0 });
    world.store.failWritesWith(null);
    expect(world.link.deliver(text)).toBe('kept');
    await world.clock.run(0);
    expect(world.handset.state()).toMatchObject({ storeFailure: null, unread: 1 });
  });

  it('a store that throws counts as one that refuses, and is reported', async () => {
    const world = await HandsetWorld.registered();
    world.store.messages.addIncoming = () => {
      throw new Error('bug');
    };
    expect(world.link.deliver(world.text('hello'))).toBe('unable');
    expect(world.log).toContainEqual({ level: 'error', code: 'receive.failed' });
  });

  it.each(['led', 'buzzer'] as const)('a %s that throws loses nothing', async (part) => {
    const world = await HandsetWorld.registered();
    world.broken = part;
    expect(world.link.deliver(world.text('hello'))).toBe('kept');
    await world.clock.run(0);
    expect(world.events.some(({ kind }) => kind === 'eventReceived')).toBe(true);
    expect(world.log).toContainEqual({ level: 'error', code: `alert.${part}-failed` });
  });

  it('a screen that throws keeps nobody else from hearing of it', async () => {
    const world = await HandsetWorld.registered();
    const heard: string[] = [];
    const stop = world.handset.onEvent(() => {
      throw new Error('view');
    });
    world.handset.onEvent(({ kind }) => heard.push(kind));
    world.link.deliver(world.text('hello'));
    await world.clock.run(0);
    expect(heard).toContain('eventReceived');
    expect(world.log).toContainEqual({ level: 'error', code: 'handset.listener-threw' });
    stop();
    world.log.length = 0;
    world.handset.refuseKey();
    world.link.deliver(world.text('again'));
    await world.clock.run(0);
    expect(world.log).toEqual([]);
  });
});

describe('a report that arrives', () => {
  const about = (id: MessageId, more: object = {}) =>
    ({ kind: 'report', from: BOB, about: id, disposition: 'delivered', ...more }) as const;

  it('makes a message delivered, and the LED green', async () => {
    const world = await HandsetWorld.registered();
    const id = world.send('hello');
    await world.clock.run(5);
    world.journal.length = 0;
    expect(world.link.deliver(about(id))).toBe('kept');
    expect(world.journal).toEqual(['led delivered']);
    expect(world.status(id)).toBe('delivered');
    await world.clock.run(0);
    expect(world.journal).toEqual(['led delivered', 'eventChanged']);
    expect(world.handset.steps(1).at(-1)).toMatchObject({ kind: 'delivered' });
  });

  it('counts only from the peer that the message went to', async () => {
    const world = await HandsetWorld.registered();
    const id = world.send('hello');
    await world.clock.run(5);
    expect(world.link.deliver(about(id, { from: CAROL }))).toBe('dropped');
    expect(world.link.deliver(about(id, { from: ALICE }))).toBe('dropped');
    expect(world.link.deliver(about('unknown' as MessageId))).toBe('dropped');
    expect(world.status(id)).toBe('enqueued');
  });

  it('that overtakes the relay’s answer is not undone by that answer', async () => {
    const world = await HandsetWorld.registered();
    const id = world.send('hello');
    world.link.deliver(about(id));
    await world.clock.run(100);
    expect(world.status(id)).toBe('delivered');
    expect(world.handset.steps(1).map(({ kind }) => kind)).toEqual(['composed', 'delivered', 'try']);
  });

  it('ends the tries of a message whose answer was lost', async () => {
    const world = await HandsetWorld.registered();
    world.link.answer = () => 'silence';
    const id = world.send('hello');
    await world.clock.run(60_000);
    expect(world.status(id)).toBe('waiting');
    const before = world.link.sent.length;
    world.link.deliver(about(id));
    world.link.register();
    await world.clock.run(60_000);
    expect(world.status(id)).toBe('delivered');
    expect(world.link.sent).toHaveLength(before);
  });

  it('of failure tells the reason, with sound', async () => {
    const world = await HandsetWorld.registered();
    const id = world.send('hello');
    await world.clock.run(5);
    world.link.deliver(about(id, { disposition: 'expired' }));
    await world.clock.run(0);
    expect(world.status(id)).toBe('failed: not-delivered-in-72-h');
    expect(world.led).toBe('failed');
    expect(world.journal).toContain('buzz failure');
    world.link.deliver(about(id));
    expect(world.status(id)).toBe('delivered');
  });

  it('that cannot be kept is brought again', async () => {
    const world = await HandsetWorld.registered();
    const id = world.send('hello');
    await world.clock.run(5);
    world.store.failWritesWith('disk-full');
    expect(world.link.deliver(about(id))).toBe('unable');
    expect(world.status(id)).toBe('enqueued');
  });

  it.each([
    [false, 'delivered'],
    [true, 'read'],
  ])('of reading counts as such only for an owner who opted in (%s: %s)', async (readReports, status) => {
    const world = await HandsetWorld.registered(readReports);
    const id = world.send('hello');
    await world.clock.run(5);
    world.link.deliver(about(id, { disposition: 'displayed' }));
    expect(world.status(id)).toBe(status);
    await world.clock.run(0);
    expect(world.handset.steps(1).at(-1)).toMatchObject({ kind: status });
  });
});
