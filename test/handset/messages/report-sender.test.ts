import { describe, expect, it, vi } from 'vitest';
import { MAX_REPORTS_IN_FLIGHT } from '../../../src/handset/messages/report-sender.ts';
import { address, BOB, CAROL, HandsetWorld } from '../../support/handset-world.ts';
import { ACCEPTED, type Answer } from '../../support/scripted-link.ts';
import { befriend } from '../../support/store-fixtures.ts';

const silence = (): Answer => 'silence';
const accept = (): Answer => ({ outcome: ACCEPTED, afterMs: 5 });

describe('delivery reports', () => {
  it('go out after the text was answered, to its sender and under its id', async () => {
    const world = await HandsetWorld.registered();
    const text = world.text('hello');
    world.link.deliver(text);
    expect(world.link.reports).toEqual([]);
    await world.clock.run(10);
    expect(world.link.reports).toEqual([{ kind: 'report', to: BOB, about: text.id, disposition: 'delivered' }]);
    expect(world.store.messages.owedReports()).toEqual([]);
  });

  it('are not sent unasked, nor for a duplicate, nor for a text that could not be stored', async () => {
    const world = await HandsetWorld.registered();
    world.link.deliver(world.text('unasked', { wantsDeliveryReport: false }));
    world.store.failWritesWith('disk-full');
    world.link.deliver(world.text('refused'));
    world.store.failWritesWith(null);
    const text = world.text('twice');
    world.link.deliver(text);
    world.link.deliver(text);
    await world.clock.run(60_000);
    expect(world.link.reports.map(({ about }) => about)).toEqual([text.id]);
  });

  it('are never sent for a report', async () => {
    const world = await HandsetWorld.registered();
    const id = world.send('hello');
    await world.clock.run(5);
    world.link.deliver({ kind: 'report', from: BOB, about: id, disposition: 'delivered' });
    await world.clock.run(60_000);
    expect(world.link.reports).toEqual([]);
  });

  it('survive a restart, and go out when the handset registers', async () => {
    const world = await HandsetWorld.registered();
    const text = world.text('hello');
    world.link.deliver(text);
    world.crash();
    world.handset.start();
    await world.clock.run(60_000);
    expect(world.link.reports).toEqual([]);
    world.link.register();
    await world.clock.run(10);
    expect(world.link.reports.map(({ about }) => about)).toEqual([text.id]);
  });

  it('wait for the next keep-alive when the relay does not answer', async () => {
    const world = await HandsetWorld.registered();
    world.link.answer = silence;
    world.link.deliver(world.text('hello'));
    await world.clock.run(600_000);
    expect(world.link.reports).toHaveLength(1);
    world.link.answer = accept;
    world.link.answerKeepAlive();
    await world.clock.run(10);
    expect(world.link.reports).toHaveLength(2);
    expect(world.store.messages.owedReports()).toEqual([]);
  });

  it('respect Retry-After over keep-alives and refreshes, but not beyond a new flow', async () => {
    const world = await HandsetWorld.registered();
    world.link.answer = () => ({
      outcome: { kind: 'unanswered', sipStatus: 503, reason: 'server-fault', retryAfterMs: 3_600_000 },
      afterMs: 5,
    });
    world.link.deliver(world.text('hello'));
    await world.clock.run(60_000);
    world.link.answerKeepAlive();
    await world.clock.run(60_000);
    world.link.register();
    await world.clock.run(60_000);
    expect(world.link.reports).toHaveLength(1);
    world.link.lose();
    world.link.register();
    await world.clock.run(10);
    expect(world.link.reports).toHaveLength(2);
  });

  it('are given up when the peer refuses them for good', async () => {
    const world = await HandsetWorld.registered();
    world.link.answer = () => ({
      outcome: { kind: 'refused', sipStatus: 415, reason: 'peer-cannot-take-it' },
      afterMs: 5,
    });
    world.link.deliver(world.text('hello'));
    await world.clock.run(10);
    world.link.register();
    await world.clock.run(60_000);
    expect(world.link.reports).toHaveLength(1);
    expect(world.store.messages.owedReports()).toEqual([]);
  });

  it('are not sent again when a full disk kept the handset from noting that they were sent', async () => {
    const world = await HandsetWorld.registered();
    world.link.deliver(world.text('one'));
    await world.clock.run(0);
    world.store.failWritesWith('disk-full');
    await world.clock.run(40_000);
    expect(world.store.messages.owedReports()).toHaveLength(1);
    world.store.failWritesWith(null);
    world.handset.markRead(BOB, 1);
    await world.clock.run(40_000);
    expect(world.link.reports).toHaveLength(1);
    expect(world.store.messages.owedReports()).toEqual([]);
  });

  it('to one peer do not wait for another', async () => {
    const world = await HandsetWorld.registered();
    world.link.answer = (message) => (message.to === BOB ? 'silence' : accept());
    world.link.deliver(world.text('one'));
    world.link.deliver(world.text('two', { from: CAROL }));
    await world.clock.run(10);
    expect(world.store.messages.owedReports().map(({ peer }) => peer)).toEqual([BOB]);
  });

  it('share the way to a peer with texts: one request in flight', async () => {
    const world = await HandsetWorld.registered();
    world.link.answer = () => ({ outcome: ACCEPTED, afterMs: 1_000 });
    world.link.deliver(world.text('hello'));
    await world.clock.run(0);
    expect(world.link.inFlight).toEqual([BOB]);
    const id = world.send('answer');
    expect(world.link.inFlight).toEqual([BOB]);
    await world.clock.run(1_000);
    expect(world.link.inFlight).toEqual([BOB]);
    expect(world.link.bodies).toEqual(['answer']);
    world.link.deliver(world.text('more'));
    await world.clock.run(0);
    expect(world.link.reports).toHaveLength(1);
    await world.clock.run(1_000);
    expect(world.status(id)).toBe('enqueued');
    expect(world.link.reports).toHaveLength(2);
  });

  it('leave most of the connection to texts', async () => {
    const world = await HandsetWorld.registered();
    world.link.answer = silence;
    befriend(world.store.contacts, ...Array.from({ length: 30 }, (_, index) => address(`peer${index}`)));
    for (let index = 0; index < 30; index += 1) world.link.deliver(world.text('hi', { from: address(`peer${index}`) }));
    await world.clock.run(0);
    expect(world.link.inFlight).toHaveLength(MAX_REPORTS_IN_FLIGHT);
  });

  it('are noted as sent together while many wait, and one by one while few wait', async () => {
    const world = await HandsetWorld.registered();
    const noted = vi.spyOn(world.store.messages, 'reportSent');
    world.link.answer = () => ({ outcome: ACCEPTED, afterMs: 10 });
    for (let index = 0; index < 100; index += 1) world.link.deliver(world.text(`${index}`));
    await world.clock.run(10_000);
    expect(world.link.reports).toHaveLength(100);
    expect(world.store.messages.owedReports()).toEqual([]);
    // 84 while more than 16 wait behind them, and the 16 others.
    expect(noted.mock.calls.length).toBeLessThan(25);
    noted.mockClear();
    for (let index = 0; index < 3; index += 1) world.link.deliver(world.text(`few ${index}`));
    await world.clock.run(10_000);
    expect(noted).toHaveBeenCalledTimes(3);
  });

  it('wait while a full mailbox comes in, but no longer than a second, and go out when it pauses', async () => {
    const world = await HandsetWorld.registered();
    for (let index = 0; index < 100; index += 1) {
      world.link.deliver(world.text(`${index}`));
      await world.clock.run(1);
    }
    const early = world.link.reports.length;
    expect(early).toBeLessThan(10);
    await world.clock.run(48);
    expect(world.link.reports).toHaveLength(early);
    await world.clock.run(10_000);
    expect(world.link.reports).toHaveLength(100);
    world.link.reports.length = 0;
    for (let index = 0; index < 1_100; index += 1) {
      world.link.deliver(world.text(`more ${index}`));
      await world.clock.run(1);
    }
    expect(world.link.reports.length).toBeGreaterThan(early);
  });

  it('that were sent but not noted before a power cut are sent again, and none is left out', async () => {
    const world = await HandsetWorld.registered();
    world.link.answer = () => ({ outcome: ACCEPTED, afterMs: 10 });
    for (let index = 0; index < 60; index += 1) world.link.deliver(world.text(`${index}`));
    await world.clock.run(205);
    const before = world.link.reports.map(({ about }) => about);
    expect(world.store.messages.owedReports()).toHaveLength(60);
    world.crash();
    world.handset.start();
    await world.clock.run(0);
    world.link.register();
    await world.clock.run(60_000);
    const told = new Set([...before, ...world.link.reports.map(({ about }) => about)]);
    expect(told.size).toBe(60);
    expect(world.store.messages.owedReports()).toEqual([]);
  });

  it('are noted as sent when the handset is switched off in good order', async () => {
    const world = await HandsetWorld.registered();
    world.link.answer = () => ({ outcome: ACCEPTED, afterMs: 10 });
    for (let index = 0; index < 60; index += 1) world.link.deliver(world.text(`${index}`));
    await world.clock.run(205);
    await world.handset.stop();
    expect(world.store.messages.owedReports().length).toBeLessThan(45);
  });

  it('are all sent when more than a thousand are owed', async () => {
    const world = new HandsetWorld();
    world.handset.start();
    befriend(world.store.contacts, ...Array.from({ length: 40 }, (_, index) => address(`peer${index}`)));
    for (let index = 0; index < 1_200; index += 1)
      world.link.deliver(world.text('hi', { from: address(`peer${index % 40}`) }));
    await world.clock.run(0);
    world.link.register();
    await world.clock.run(60_000);
    expect(world.link.reports).toHaveLength(1_200);
    expect(world.store.messages.owedReports()).toEqual([]);
  });
});

describe('a report that is answered without success, always', () => {
  const fault = (more: object = {}): Answer => ({
    outcome: { kind: 'unanswered', sipStatus: 500, reason: 'server-fault', retryAfterMs: null, ...more },
    afterMs: 0,
  });
  const faulty = new Set<string>();
  const abouts = (world: HandsetWorld): string[] => world.link.reports.map(({ about }) => about);
  const timesOf = (world: HandsetWorld, id: string): number[] =>
    world.link.sent.flatMap(({ message, atMs }) => (message.kind === 'report' && message.about === id ? [atMs] : []));
  const deliver = (world: HandsetWorld, name: string): string => {
    const text = world.text(name);
    world.link.deliver(text);
    return text.id;
  };
  async function worldWith(answer: Answer): Promise<HandsetWorld> {
    const world = await HandsetWorld.registered();
    faulty.clear();
    world.link.answer = (message) => (message.kind === 'report' && faulty.has(message.about) ? answer : accept());
    return world;
  }

  it.each([
    ['500', fault()],
    ['500 with a Retry-After of a day', fault({ retryAfterMs: 86_400_000 })],
    ['480', fault({ sipStatus: 480, reason: 'peer-cannot-take-it' })],
    ['the end of the connection', fault({ sipStatus: null, hungUp: true })],
  ])('keeps none of the others back: %s', async (_, answer) => {
    const world = await worldWith(answer);
    faulty.add(deliver(world, 'bad'));
    const goods = [deliver(world, 'one'), deliver(world, 'two')];
    await world.clock.run(61_000);
    world.link.answerKeepAlive();
    await world.clock.run(1_000);
    goods.push(deliver(world, 'three'));
    await world.clock.run(1_000);
    expect(abouts(world).filter((id) => !faulty.has(id))).toEqual(goods);
    expect(world.store.messages.owedReports()).toHaveLength(1);
  });

  it('is tried at its own pace, also at each keep-alive, and ends after 12 h', async () => {
    const world = await worldWith(fault());
    const bad = deliver(world, 'bad');
    faulty.add(bad);
    for (let minutes = 0; minutes < 13 * 60; minutes += 1) {
      await world.clock.run(60_000);
      world.link.answerKeepAlive();
    }
    const waits = timesOf(world, bad).map((ms, at, all) => Math.round((ms - (all[at - 1] ?? ms)) / 60_000));
    expect(waits.slice(1, 7)).toEqual([1, 2, 4, 8, 16, 30]);
    expect(waits.length).toBeLessThan(40);
    expect(world.store.messages.owedReports()).toEqual([]);
    expect(world.log.map(({ code }) => code)).toContain('report.given-up');
  });

  it('costs four tries of a turn when all to the peer are, and one of each later turn', async () => {
    const world = await worldWith(fault());
    world.link.answer = () => fault();
    for (let count = 0; count < 12; count += 1) deliver(world, `${count}`);
    const tries: number[] = [];
    for (let turn = 0; turn < 6; turn += 1) {
      await world.clock.run(60_000);
      tries.push(world.link.reports.splice(0).length);
      world.link.sent.length = 0;
      world.link.answerKeepAlive();
    }
    expect(tries.slice(0, 3)).toEqual([4, 4, 4]);
    expect(Math.max(...tries.slice(3))).toBeLessThanOrEqual(1);
  });

  it('keeps none back that is still in the store alone', async () => {
    const world = await worldWith(fault());
    faulty.add(deliver(world, 'bad'));
    for (let count = 0; count < 1_100; count += 1) deliver(world, `${count}`);
    await world.clock.run(60_000);
    expect(world.store.messages.owedReports()).toHaveLength(1);
  });
});

describe('read reports', () => {
  it('go out only after reading, and only to a peer who asked', async () => {
    const world = await HandsetWorld.registered(true);
    world.link.deliver(world.text('did not ask'));
    const asked = world.text('asked', { wantsReadReport: true });
    world.link.deliver(asked);
    await world.clock.run(100);
    expect(world.link.reports.map(({ disposition }) => disposition)).toEqual(['delivered', 'delivered']);
    world.handset.markRead(BOB, 99);
    await world.clock.run(100);
    expect(world.link.reports.slice(2)).toEqual([
      { kind: 'report', to: BOB, about: asked.id, disposition: 'displayed' },
    ]);
  });

  it('do not go out when the owner did not opt in', async () => {
    const world = await HandsetWorld.registered(false);
    world.link.deliver(world.text('asked', { wantsReadReport: true }));
    world.handset.markRead(BOB, 99);
    await world.clock.run(100);
    expect(world.link.reports.map(({ disposition }) => disposition)).toEqual(['delivered']);
  });
});
