import { beforeEach, describe, expect, it } from 'vitest';
import { EMPTY_CONFIRMED_AFTER_MS } from '../../../src/domain/power/battery.ts';
import { BatteryWatch } from '../../../src/handset/upkeep/battery-watch.ts';
import { MemoryPower } from '../../support/memory-power.ts';
import { VirtualClock } from '../../support/virtual-clock.ts';

describe('the watch over the battery', () => {
  let clock: VirtualClock;
  let power: MemoryPower;
  let logged: string[];
  beforeEach(() => {
    clock = new VirtualClock();
    power = new MemoryPower();
    logged = [];
  });

  function watched() {
    const log = (code: string, facts: object = {}): void => void logged.push(`${code} ${JSON.stringify(facts)}`);
    const watch = new BatteryWatch({ power, clock, log: { info: log, warn: log, error: log } });
    let isEmpty = false;
    void watch.isEmpty.then(() => {
      isEmpty = true;
    });
    return { watch, isEmpty: () => isEmpty };
  }

  it('says nothing of a board without a battery', () => {
    power.read(null);
    expect(watched().watch.state).toBeNull();
  });

  it('tells its listeners of the level that follows, and the log of each new one', () => {
    const { watch } = watched();
    const levels: unknown[] = [];
    watch.onChange(() => levels.push(watch.state?.level));
    for (const percent of [79, 15, 14, 4]) power.read({ percent, isPlugged: false });
    power.read({ percent: 4, isPlugged: true });
    expect(levels).toEqual(['normal', 'low', 'low', 'critical', 'normal']);
    expect(logged).toEqual(['low', 'critical', 'normal'].map((level) => `power.battery {"level":"${level}"}`));
  });

  it('calls the battery empty when it stays so', async () => {
    const { isEmpty } = watched();
    power.read({ percent: 1, isPlugged: false });
    await clock.run(EMPTY_CONFIRMED_AFTER_MS - 1);
    expect(isEmpty()).toBe(false);
    await clock.run(1);
    expect(isEmpty()).toBe(true);
  });

  it('calls a battery empty that was so from the start', async () => {
    power.read({ percent: 0, isPlugged: false });
    const { isEmpty } = watched();
    await clock.run(EMPTY_CONFIRMED_AFTER_MS);
    expect(isEmpty()).toBe(true);
  });

  it.each([
    ['a single wrong value', { percent: 64, isPlugged: false }],
    ['a charger that is put in', { percent: 0, isPlugged: true }],
    ['a battery that is taken out while the handset is fed', null],
  ])('does not call it empty after %s', async (_, next) => {
    const { isEmpty } = watched();
    power.read({ percent: 0, isPlugged: false });
    await clock.run(EMPTY_CONFIRMED_AFTER_MS - 1);
    power.read(next);
    await clock.run(10 * EMPTY_CONFIRMED_AFTER_MS);
    expect(isEmpty()).toBe(false);
  });

  it('waits from the last time that it became empty', async () => {
    const { isEmpty } = watched();
    power.read({ percent: 0, isPlugged: false });
    await clock.run(EMPTY_CONFIRMED_AFTER_MS - 1);
    power.read({ percent: 50, isPlugged: false });
    power.read({ percent: 0, isPlugged: false });
    await clock.run(EMPTY_CONFIRMED_AFTER_MS - 1);
    expect(isEmpty()).toBe(false);
    await clock.run(1);
    expect(isEmpty()).toBe(true);
  });

  it('leaves nothing behind when it is closed', () => {
    const { watch } = watched();
    power.read({ percent: 0, isPlugged: false });
    watch.close();
    expect(clock.pendingTimers).toBe(0);
  });
});
