import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  ageAt,
  ageAtStart,
  formatSavedAge,
  parseSavedAge,
  type SavedAge,
  type Uptime,
} from '../../src/domain/device-age.ts';
import { deviceAgeMs, epochMs, monotonicMs } from '../../src/domain/time.ts';

const saved = (ageMs: number, wallMs: number, uptime: Uptime | null = null): SavedAge => ({
  ageMs: deviceAgeMs(ageMs),
  wallMs: epochMs(wallMs),
  uptime,
});

describe('the age of the device', () => {
  it('begins at 0', () => {
    expect(ageAtStart(null, epochMs(1_700_000_000_000), null)).toBe(0);
  });

  it('grows by the time that the power was off', () => {
    expect(ageAtStart(saved(500, 10_000), epochMs(25_000), null)).toBe(15_500);
  });

  it('never shrinks when the clock was set back while the power was off', () => {
    expect(ageAtStart(saved(500, 10_000), epochMs(-99_000), null)).toBe(500);
  });

  it('grows with the monotonic clock while the device runs', () => {
    const origin = { ageMs: deviceAgeMs(700), monotonicMs: monotonicMs(50) };
    expect(ageAt(origin, monotonicMs(1_050))).toBe(1_700);
  });

  it('is read from the settings as it was written, in whole milliseconds', () => {
    const uptime = fc.option(
      fc.record({ bootId: fc.uuid(), runningMs: fc.double({ min: 0, max: 1e12, noNaN: true }) }),
    );
    fc.assert(
      fc.property(
        fc.double({ min: 0, max: 1e13, noNaN: true }),
        fc.integer({ min: -1e12, max: 1e13 }),
        uptime,
        (age, wall, up) => {
          const whole = up && { ...up, runningMs: Math.floor(up.runningMs) };
          expect(parseSavedAge(formatSavedAge(saved(age, wall, up)))).toEqual(saved(Math.floor(age), wall, whole));
        },
      ),
    );
  });

  it.each(['', '5', '-5 6', '5 6 7', '5 6 a', '5 6 a-1 -1', '5 6 boot! 1', 'NaN 1', '1e3 5', `${'9'.repeat(16)} 1`])(
    '%j is no age',
    (text) => {
      expect(parseSavedAge(text)).toBeNull();
    },
  );
});

describe('the age at start', () => {
  const kept = { ageMs: deviceAgeMs(1_000), wallMs: epochMs(50_000), uptime: { bootId: 'a', runningMs: 10_000 } };

  it.each([
    ['nothing was saved', null, { bootId: 'a', runningMs: 10_000 }, 0],
    ['the machine ran on', kept, { bootId: 'a', runningMs: 12_500 }, 3_500],
    ['the machine was started again', kept, { bootId: 'b', runningMs: 12_500 }, 8_000],
    ['the running time went back, as in a container of its own', kept, { bootId: 'a', runningMs: 9_999 }, 8_000],
    ['the machine cannot tell', kept, null, 8_000],
    ['it could not tell before', { ...kept, uptime: null }, { bootId: 'a', runningMs: 12_500 }, 8_000],
  ])('when %s', (_case, before, uptime, ageMs) => {
    expect(ageAtStart(before, epochMs(57_000), uptime)).toBe(ageMs);
  });
});
