import { beforeEach, describe, expect, it } from 'vitest';
import { DARK_BEFORE_TRIM_MS, giveBackAtRest } from '../../../src/handset/upkeep/resting-memory.ts';
import { VirtualClock } from '../../support/virtual-clock.ts';
import { SwitchedLight } from '../../ui/support/switched-light.ts';

let clock: VirtualClock;
let light: SwitchedLight;
let trims: number;
let end: () => void;
beforeEach(() => {
  clock = new VirtualClock();
  light = new SwitchedLight();
  trims = 0;
  end = giveBackAtRest({ light, clock, memory: { trim: () => void (trims += 1) } });
});

describe('memory', () => {
  it('is given back once the screen has been dark for a minute, and once for each such time', async () => {
    light.switch(false);
    await clock.run(DARK_BEFORE_TRIM_MS - 1);
    expect(trims).toBe(0);
    await clock.run(1);
    expect(trims).toBe(1);
    await clock.run(3_600_000);
    expect(trims).toBe(1);
    light.switch(true);
    light.switch(false);
    await clock.run(DARK_BEFORE_TRIM_MS);
    expect(trims).toBe(2);
  });

  it('is not given back while the screen is lit, nor when it was lit again in time', async () => {
    await clock.run(3_600_000);
    light.switch(false);
    await clock.run(DARK_BEFORE_TRIM_MS - 1);
    light.switch(true);
    await clock.run(3_600_000);
    expect(trims).toBe(0);
  });

  it('is left alone after the end, and no timer and no listener is left', async () => {
    light.switch(false);
    end();
    expect(light.listeners).toBe(0);
    await clock.run(3_600_000);
    expect(trims).toBe(0);
  });
});
