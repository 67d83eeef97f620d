import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { batteryLevel, type BatteryLevel, type BatteryReading } from '../../../src/domain/power/battery.ts';

/** The level after these charges, one after the other, from a full battery on. */
function levelAfter(...percents: readonly (number | null)[]): BatteryLevel {
  return percents.reduce<BatteryLevel>(
    (level, percent) => batteryLevel(level, { percent, isPlugged: false }),
    'normal',
  );
}

describe('the level of a battery', () => {
  it('is low from 15 %, critical from 5 %, empty from 2 %', () => {
    expect([16, 15, 6, 5, 3, 2, 0].map((percent) => levelAfter(percent))).toEqual([
      ...['normal', 'low', 'low', 'critical', 'critical', 'empty', 'empty'],
    ]);
  });

  it('is better only some percent above the limit, so that a swinging gauge warns once', () => {
    expect(levelAfter(15, 16, 18)).toBe('low');
    expect(levelAfter(15, 19)).toBe('normal');
    expect(levelAfter(5, 8)).toBe('critical');
    expect(levelAfter(5, 9)).toBe('low');
    expect(levelAfter(5, 17)).toBe('low');
    expect(levelAfter(2, 5)).toBe('empty');
    expect(levelAfter(2, 6)).toBe('critical');
  });

  it('is well as soon as power comes in', () => {
    expect(batteryLevel('empty', { percent: 0, isPlugged: true })).toBe('normal');
  });

  it('stays while the gauge tells nothing', () => {
    expect(levelAfter(null)).toBe('normal');
    expect(levelAfter(4, null, null)).toBe('critical');
  });

  it('is never worse for more charge, and the same when it is judged again', () => {
    const level = fc.constantFrom<BatteryLevel[]>('normal', 'low', 'critical', 'empty');
    const percent = fc.integer({ min: 0, max: 100 });
    const order: readonly BatteryLevel[] = ['empty', 'critical', 'low', 'normal'];
    fc.assert(
      fc.property(level, percent, percent, fc.boolean(), (before, a, b, isPlugged) => {
        const judged = (value: number): number =>
          order.indexOf(batteryLevel(before, { percent: value, isPlugged } satisfies BatteryReading));
        expect(judged(Math.max(a, b))).toBeGreaterThanOrEqual(judged(Math.min(a, b)));
        const once = batteryLevel(before, { percent: a, isPlugged });
        expect(batteryLevel(once, { percent: a, isPlugged })).toBe(once);
      }),
    );
  });
});
