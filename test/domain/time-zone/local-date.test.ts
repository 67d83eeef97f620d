import { expect, it } from 'vitest';
import { epochMs } from '../../../src/domain/time.ts';
import { localDate } from '../../../src/domain/time-zone/local-date.ts';
import { UTC_RULES } from '../../../src/domain/time-zone/zone-rules.ts';

it('is what clock and calendar on a wall show', () => {
  const kathmandu = { aheadMs: () => 20_700_000 };
  expect(localDate(kathmandu, epochMs(Date.UTC(2026, 11, 31, 18, 15, 7)))).toEqual({
    ...{ year: 2027, month: 1, day: 1, weekday: 5, hour: 0, minute: 0, second: 7 },
    dayNumber: Date.UTC(2027, 0, 1) / 86_400_000,
  });
});

it('has a day number before 1970 too', () => {
  expect(localDate(UTC_RULES, epochMs(-1))).toMatchObject({ year: 1969, month: 12, day: 31, dayNumber: -1 });
});

it('is a date for any number', () => {
  for (const at of [Infinity, -Infinity, Number.NaN, 8.64e15, -8.64e15, 1e300]) {
    const date = localDate({ aheadMs: () => 26 * 3_600_000 }, epochMs(at));
    expect(Object.values(date).every(Number.isInteger)).toBe(true);
  }
});
