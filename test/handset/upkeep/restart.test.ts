import { describe, expect, it } from 'vitest';
import { GIVE_UP_AFTER_MS } from '../../../src/domain/outbox/outbox-policy.ts';
import { BOB, HandsetWorld } from '../../support/handset-world.ts';

const HOUR_MS = 3_600_000;
const YEAR_MS = 365 * 24 * HOUR_MS;

describe('after the power came back', () => {
  it('what was in flight goes out again under its id', async () => {
    const world = await HandsetWorld.registered();
    world.link.answer = () => 'silence';
    const id = world.send('hello');
    world.crash(1_000);
    world.handset.start();
    await world.clock.run(0);
    world.link.register();
    await world.clock.run(10);
    expect(world.status(id)).toBe('enqueued');
    expect(world.link.sent.map(({ message }) => message.kind === 'text' && message.id)).toEqual([id]);
  });

  it('the 12 h have gone on while it was off', async () => {
    const world = new HandsetWorld();
    world.handset.start();
    const id = world.send('hello');
    await world.clock.run(2 * HOUR_MS);
    world.crash(9.5 * HOUR_MS);
    world.handset.start();
    await world.clock.run(HOUR_MS / 2 - 1_000);
    expect(world.status(id)).toBe('waiting');
    await world.clock.run(2_000);
    expect(world.status(id)).toBe('failed: not-sent-in-12-h');
  });

  it('a clock that was set forward while the handset ran has shortened no life', async () => {
    const world = new HandsetWorld();
    world.handset.start();
    const id = world.send('hello');
    await world.clock.run(HOUR_MS);
    world.clock.setWall(world.clock.wallMs() + YEAR_MS);
    await world.clock.run(60_000);
    world.crash();
    world.handset.start();
    await world.clock.run(GIVE_UP_AFTER_MS - HOUR_MS - 60_000 - 1_000);
    expect(world.status(id)).toBe('waiting');
    await world.clock.run(2_000);
    expect(world.status(id)).toBe('failed: not-sent-in-12-h');
  });

  it('a clock that was set forward a moment before a power cut makes the handset give up no message', async () => {
    const world = new HandsetWorld();
    world.handset.start();
    const first = world.send('hello');
    await world.clock.run(HOUR_MS);
    world.clock.setWall(world.clock.wallMs() + YEAR_MS);
    const second = world.send('hello again');
    world.crash(1_000);
    world.handset.start();
    await world.clock.run(1_000);
    expect([world.status(first), world.status(second)]).not.toContain('failed: not-sent-in-12-h');
  });

  it('a clock that was set at the moment when the process died changes nothing while the machine runs on', async () => {
    const world = new HandsetWorld();
    world.bootId = 'b-1';
    world.handset.start();
    const id = world.send('hello');
    await world.clock.run(HOUR_MS);
    world.clock.setWall(world.clock.wallMs() + YEAR_MS);
    world.crash();
    world.handset.start();
    await world.clock.run(GIVE_UP_AFTER_MS - HOUR_MS - 1_000);
    expect(world.status(id)).toBe('waiting');
    await world.clock.run(2_000);
    expect(world.status(id)).toBe('failed: not-sent-in-12-h');
  });

  it('a clock that was set back lengthens a life at most by the time without power', async () => {
    const world = new HandsetWorld();
    world.handset.start();
    const id = world.send('hello');
    await world.clock.run(HOUR_MS);
    world.clock.setWall(world.clock.wallMs() - YEAR_MS);
    await world.handset.stop();
    world.crash();
    world.handset.start();
    await world.clock.run(GIVE_UP_AFTER_MS - HOUR_MS);
    expect(world.status(id)).toBe('failed: not-sent-in-12-h');
  });

  it('the age of the device goes on from where it was', async () => {
    const world = new HandsetWorld();
    world.handset.start();
    await world.clock.run(5_000);
    await world.handset.stop();
    const ageMs = world.handset.ageMs();
    expect(ageMs).toBe(5_000);
    world.crash(10_000);
    expect(world.handset.ageMs()).toBe(15_000);
  });
});

describe('the LED tells the fate of the last message sent, without unlocking, and from the first moment after a restart', () => {
  type Fate = readonly [string, string, (world: HandsetWorld) => Promise<void>];
  const reported =
    (disposition: 'delivered' | 'displayed' | 'failed' | 'expired') =>
    (world: HandsetWorld): Promise<void> => {
      const about = world.store.messages.lastOutgoing()!.id;
      world.link.deliver({ kind: 'report', from: BOB, about, disposition });
      return Promise.resolve();
    };
  const FATES: readonly Fate[] = [
    ['delivered', 'delivered', reported('delivered')],
    ['read', 'delivered', reported('displayed')],
    ['enqueued', 'on-its-way', () => Promise.resolve()],
    ['failed', 'failed', reported('failed')],
    ['failed', 'failed', reported('expired')],
    [
      'sending',
      'on-its-way',
      async (world) => {
        world.link.answer = () => 'silence';
        world.send('another');
        await world.clock.run(1_000);
      },
    ],
    [
      'waiting',
      'on-its-way',
      async (world) => {
        world.link.answer = () => 'silence';
        world.send('another');
        await world.clock.run(61_000);
      },
    ],
    [
      'failed',
      'failed',
      async (world) => {
        world.link.answer = () => 'silence';
        world.send('another');
        await world.clock.run(GIVE_UP_AFTER_MS);
      },
    ],
  ];

  it.each(FATES)('%s: %s (case %#)', async (status, pattern, comeTo) => {
    const world = await HandsetWorld.registered(true);
    world.send('hello');
    await world.clock.run(1_000);
    await comeTo(world);
    expect(world.store.messages.lastOutgoing()?.status).toBe(status);
    expect(world.led).toBe(pattern);
    world.crash(1_000);
    world.led = 'dark';
    world.handset.start();
    expect(world.led).toBe(pattern);
  });
});

describe('the warning before a waiting message is given up', () => {
  const warnings = (world: HandsetWorld) => world.events.filter(({ kind }) => kind === 'givingUpSoon').length;

  async function waitingFor(ms: number): Promise<HandsetWorld> {
    const world = new HandsetWorld();
    world.handset.start();
    world.send('hello');
    await world.clock.run(ms);
    return world;
  }

  it.each([0, 1_000, HOUR_MS / 2])('is not told again after a restart that took %i ms', async (offForMs) => {
    const world = await waitingFor(11 * HOUR_MS);
    expect(warnings(world)).toBe(1);
    world.crash(offForMs);
    world.handset.start();
    await world.clock.run(HOUR_MS / 4);
    expect(warnings(world)).toBe(1);
    expect(world.journal.filter((line) => line === 'buzz failure')).toHaveLength(1);
  });

  it.each([1_000, 61_000, HOUR_MS])('is told at the start when its time came %i ms into a power cut', async (ms) => {
    const world = await waitingFor(11 * HOUR_MS - ms);
    world.crash(ms + 1_000);
    world.handset.start();
    await world.clock.run(1_000);
    expect(warnings(world)).toBe(1);
    world.crash();
    world.handset.start();
    await world.clock.run(1_000);
    expect(warnings(world)).toBe(1);
  });

  it('of many at once costs one durable write, not one each', async () => {
    const world = await waitingFor(0);
    for (let count = 1; count < 50; count += 1) world.send(`hello ${count}`);
    await world.clock.run(10 * HOUR_MS);
    world.crash(1.5 * HOUR_MS);
    const { settings } = world.store;
    const save = settings.saveSetting.bind(settings);
    let saves = 0;
    settings.saveSetting = (key, value) => {
      saves += 1;
      return save(key, value);
    };
    world.handset.start();
    await world.clock.run(0);
    expect([warnings(world), saves]).toEqual([50, 1]);
  });

  it('is told anew when the owner has sent the message again', async () => {
    const world = await waitingFor(11 * HOUR_MS);
    const [row] = world.store.messages.unfinishedOutgoing();
    world.handset.resend(row!.id);
    await world.clock.run(0);
    world.crash();
    world.handset.start();
    await world.clock.run(11 * HOUR_MS);
    expect(warnings(world)).toBe(2);
  });
});

describe('an idle handset', () => {
  it('sets no timer while nothing waits', async () => {
    const world = await HandsetWorld.registered();
    world.send('hello');
    await world.clock.run(10_000);
    expect(world.clock.pendingTimers).toBe(0);
    const before = world.clock.startedTimers;
    for (let count = 0; count < 100; count += 1) {
      world.link.answerKeepAlive();
      await world.clock.run(60_000);
    }
    expect(world.clock.startedTimers).toBe(before);
  });

  it('wakes up about once a minute while something waits', async () => {
    const world = new HandsetWorld();
    world.handset.start();
    world.send('hello');
    await world.clock.run(120_000);
    const before = world.clock.startedTimers;
    await world.clock.run(HOUR_MS);
    expect(world.clock.startedTimers - before).toBeLessThanOrEqual(62);
  });

  it('writes no age for a message that is accepted at once', async () => {
    const world = await HandsetWorld.registered();
    world.send('hello');
    await world.clock.run(60_000);
    expect(world.store.settings.setting('device-age')).toBeNull();
  });
});

describe('stop', () => {
  it('ends every timer, begins no try, and leaves unfinished messages to the next start', async () => {
    const world = await HandsetWorld.registered();
    world.link.answer = () => 'silence';
    const id = world.send('hello');
    world.send('behind it');
    world.link.deliver(world.text('hi'));
    await Promise.all([world.handset.stop(), world.handset.stop()]);
    await world.clock.run(HOUR_MS);
    expect(world.clock.pendingTimers).toBe(0);
    expect(world.status(id)).toBe('sending');
    expect(world.link.sent).toHaveLength(1);
    expect(world.link.triesWithoutFlow).toBe(0);
  });
});
