import { describe, expect, it } from 'vitest';
import { HandsetWorld } from '../../support/handset-world.ts';

const wanted = { wantsReadReport: true };

describe('the alert profile', () => {
  it('darkens the LED at once when it becomes silent, and lights it again after', async () => {
    const world = await HandsetWorld.registered();
    world.link.deliver(world.text('hello'));
    expect(world.led).toBe('message');
    world.handset.settings.change('alertProfile', 'silent');
    expect(world.led).toBe('dark');
    world.link.deliver(world.text('again'));
    await world.clock.run(10);
    expect(world.led).toBe('dark');
    world.handset.settings.change('alertProfile', 'led-only');
    expect(world.led).toBe('message');
  });

  it.each([
    ['sound', ['buzz message', 'buzz refused-key']],
    ['led-only', []],
    ['silent', []],
  ] as const)('%s decides of all that sounds', async (profile, sounds) => {
    const world = await HandsetWorld.registered();
    world.handset.settings.change('alertProfile', profile);
    world.link.deliver(world.text('hello'));
    await world.clock.run(1_000);
    world.handset.refuseKey();
    expect(world.journal.filter((entry) => entry.startsWith('buzz'))).toEqual(sounds);
  });

  it('holds from the first moment after a restart', async () => {
    const world = await HandsetWorld.registered();
    world.handset.settings.change('alertProfile', 'silent');
    world.link.deliver(world.text('hello'));
    world.crash();
    world.handset.start();
    expect(world.led).toBe('dark');
  });
});

describe('read reports', () => {
  it('are asked for as soon as the owner opts in', async () => {
    const world = await HandsetWorld.registered();
    world.send('before');
    world.handset.settings.change('readReports', true);
    await world.clock.run(10);
    world.send('after');
    expect(world.link.sent.map(({ message }) => message)).toMatchObject([
      { body: 'before', wantsReadReport: false },
      { body: 'after', wantsReadReport: true },
    ]);
  });

  it('count as soon as the owner opts in', async () => {
    const world = await HandsetWorld.registered();
    const id = world.send('hello');
    await world.clock.run(10);
    world.handset.settings.change('readReports', true);
    world.link.deliver({ kind: 'report', from: world.row(id).peer, about: id, disposition: 'displayed' });
    expect(world.status(id)).toBe('read');
  });

  it('are not sent for what is read after the owner opted out, nor later when they opt in again', async () => {
    const world = await HandsetWorld.registered(true);
    world.link.deliver(world.text('hello', wanted));
    await world.clock.run(10);
    world.handset.settings.change('readReports', false);
    world.handset.markRead(world.text('').from, 1);
    world.handset.settings.change('readReports', true);
    world.handset.markRead(world.text('').from, 1);
    world.link.register();
    await world.clock.run(10);
    expect(world.link.reports.map(({ disposition }) => disposition)).toEqual(['delivered']);
    expect(world.store.messages.owedReports()).toEqual([]);
  });

  it('that waited for the network when the owner opted out are not sent', async () => {
    const world = await HandsetWorld.registered(true);
    world.link.deliver(world.text('hello', wanted));
    await world.clock.run(10);
    world.link.lose();
    world.handset.markRead(world.text('').from, 1);
    world.handset.settings.change('readReports', false);
    world.link.register();
    await world.clock.run(10);
    expect(world.link.reports.map(({ disposition }) => disposition)).toEqual(['delivered']);
  });

  it('are sent for what is read while the owner wants them', async () => {
    const world = await HandsetWorld.registered(true);
    world.link.deliver(world.text('hello', wanted));
    await world.clock.run(10);
    world.handset.markRead(world.text('').from, 1);
    await world.clock.run(10);
    expect(world.link.reports.map(({ disposition }) => disposition)).toEqual(['delivered', 'displayed']);
  });
});
