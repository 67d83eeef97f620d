import { describe, expect, it } from 'vitest';
import { HandsetWorld } from '../../support/handset-world.ts';

const changes = (world: HandsetWorld): number => world.journal.filter((entry) => entry === 'stateChanged').length;

describe('a handset on its machine', () => {
  it('tells the screen of its battery', async () => {
    const world = await HandsetWorld.registered();
    world.power.read({ percent: 14, isPlugged: false });
    await world.clock.run(0);
    expect(world.handset.state().battery).toEqual({ percent: 14, isPlugged: false, level: 'low' });
    expect(changes(world)).toBe(1);
  });

  it('connects at once when the clock became right, since a certificate may be valid now', async () => {
    const world = new HandsetWorld();
    world.wallTime.isSure = false;
    world.handset.start();
    await world.clock.run(0);
    expect(world.handset.state().isTimeSure).toBe(false);
    const asked = world.link.reconnectsAsked;
    world.wallTime.isSure = true;
    await world.clock.run(0);
    expect(world.handset.state().isTimeSure).toBe(true);
    expect(world.link.reconnectsAsked).toBe(asked + 1);
    expect(changes(world)).toBeGreaterThan(0);
  });

  it('leaves a flow alone that stands when the clock became right', async () => {
    const world = await HandsetWorld.registered();
    world.wallTime.isSure = false;
    world.wallTime.isSure = true;
    await world.clock.run(0);
    expect(world.link.reconnectsAsked).toBe(0);
  });

  it('hears nothing more of the machine when it has stopped', async () => {
    const world = await HandsetWorld.registered();
    await world.handset.stop();
    const before = changes(world);
    world.power.read({ percent: 3, isPlugged: false });
    world.wallTime.isSure = false;
    await world.clock.run(0);
    expect(changes(world)).toBe(before);
  });
});

describe('a handset in its network', () => {
  const wifi = (address: string) => ({ paths: [{ kind: 'wifi', addresses: [address] } as const] });

  it('tells the link at once when the network has gone, is back, or is another one', async () => {
    const world = await HandsetWorld.registered();
    world.network.become({ paths: [] });
    world.network.become(wifi('192.0.2.5'));
    world.network.become(wifi('192.0.2.77'));
    expect(world.link.networksTold).toEqual([[], ['192.0.2.5'], ['192.0.2.77']]);
  });

  it('tells it nothing of a signal that is stronger, nor after it has stopped', async () => {
    const world = await HandsetWorld.registered();
    world.network.become({ wifi: { kind: 'connected', name: 'Office', bars: 2 } });
    await world.handset.stop();
    world.network.become({ paths: [] });
    expect(world.link.networksTold).toEqual([]);
  });

  it('silences its radios when the owner wants it, also one that is found later, and lets them speak again', async () => {
    const world = await HandsetWorld.registered();
    world.network.become({ wifi: { kind: 'absent' } });
    world.handset.settings.change('flightMode', true);
    expect(world.network.state.flightMode).toBe(false);
    world.network.become({ wifi: { kind: 'idle' } });
    expect(world.network.state).toMatchObject({ flightMode: true, wifi: { kind: 'off' } });
    world.handset.settings.change('flightMode', false);
    expect(world.network.state.flightMode).toBe(false);
  });
});
