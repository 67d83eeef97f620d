import { describe, expect, it } from 'vitest';
import { BOB, HandsetWorld } from '../../support/handset-world.ts';

const HOUR_MS = 3_600_000;

describe('unreachable', () => {
  const periods = (world: HandsetWorld) =>
    world.handset
      .events(BOB, { beforeSequence: null, limit: 50 })
      .flatMap((event) => (event.kind === 'unreachable' ? [event.period] : []));

  it('is shown by the LED while it lasts, and as a line in History afterwards', async () => {
    const world = await HandsetWorld.registered();
    world.link.deliver(world.text('hello'));
    world.handset.markRead(BOB, 1);
    await world.clock.run(1_000);
    const fromMs = world.clock.wallMs();
    world.link.lose();
    expect(world.led).toBe('unreachable');
    expect(world.handset.state().link.kind).toBe('unreachable');
    expect(periods(world)).toEqual([{ fromMs, toMs: null }]);
    await world.clock.run(HOUR_MS);
    world.link.register();
    expect(world.led).toBe('dark');
    await world.clock.run(1_000);
    expect(periods(world)).toEqual([{ fromMs, toMs: fromMs + HOUR_MS }]);
    expect(world.events.filter(({ kind }) => kind === 'stateChanged').length).toBeGreaterThanOrEqual(2);
  });

  it('ends with the first registration after a power cut', async () => {
    const world = await HandsetWorld.registered();
    world.link.deliver(world.text('hello'));
    const fromMs = world.clock.wallMs();
    world.link.lose();
    await world.clock.run(1_000);
    world.crash(HOUR_MS);
    world.handset.start();
    await world.clock.run(0);
    world.link.register();
    expect(periods(world)).toEqual([{ fromMs, toMs: fromMs + HOUR_MS + 1_000 }]);
    await world.clock.run(1_000);
    const secondMs = world.clock.wallMs();
    world.link.lose();
    world.link.register();
    expect(periods(world)).toEqual([
      { fromMs, toMs: fromMs + HOUR_MS + 1_000 },
      { fromMs: secondMs, toMs: secondMs },
    ]);
  });

  it('is marked before its line opens, and the mark goes after its line has closed', async () => {
    const world = await HandsetWorld.registered();
    const { settings, messages } = world.store;
    const writes: string[] = [];
    const save = settings.saveSetting.bind(settings);
    settings.saveSetting = (key, value) => {
      if (key === 'unreachable-since') writes.push(value === '' ? 'unmarked' : 'marked');
      return save(key, value);
    };
    const record = messages.recordUnreachable.bind(messages);
    messages.recordUnreachable = (period) => {
      writes.push(period.toMs === null ? 'opened' : 'closed');
      return record(period);
    };
    world.link.lose();
    world.link.register();
    expect(writes).toEqual(['marked', 'opened', 'closed', 'unmarked']);
  });

  it('is not recorded a second time after a power cut when it is over', async () => {
    const world = await HandsetWorld.registered();
    world.link.deliver(world.text('hello'));
    world.link.lose();
    await world.clock.run(1_000);
    world.link.register();
    const told = periods(world);
    expect(told).toHaveLength(1);
    world.crash(HOUR_MS);
    world.handset.start();
    await world.clock.run(0);
    world.link.register();
    expect(periods(world)).toEqual(told);
  });

  it('is recorded once when the disk is full for a part of the time', async () => {
    const world = await HandsetWorld.registered();
    world.link.deliver(world.text('hello'));
    await world.clock.run(0);
    world.store.failWritesWith('disk-full');
    const fromMs = world.clock.wallMs();
    world.link.lose();
    await world.clock.run(1_000);
    world.store.failWritesWith(null);
    world.link.register();
    await world.clock.run(60_000);
    expect(periods(world)).toEqual([{ fromMs, toMs: fromMs + 1_000 }]);
  });

  it('is written when the store works again', async () => {
    const world = await HandsetWorld.registered();
    world.link.deliver(world.text('hello'));
    await world.clock.run(0);
    world.store.failWritesWith('disk-full');
    const fromMs = world.clock.wallMs();
    world.link.lose();
    await world.clock.run(1_000);
    world.link.register();
    expect(periods(world)).toEqual([]);
    world.store.failWritesWith(null);
    await world.clock.run(30_000);
    expect(periods(world)).toEqual([{ fromMs, toMs: fromMs + 1_000 }]);
  });
});
