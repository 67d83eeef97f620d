import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ageAt, ageAtStart, formatSavedAge, parseSavedAge } from '../../src/domain/device-age.ts';
import { deviceAgeMs, epochMs, monotonicMs } from '../../src/domain/time.ts';

const saved = (ageMs: number, wallMs: number) => ({ ageMs: deviceAgeMs(ageMs), wallMs: epochMs(wallMs) });

describe('the age of the device', () => {
  it('begins at nothing', () => {
    expect(ageAtStart(null, epochMs(1_700_000_000_000))).toBe(0);
  });

  it('grows by the time that the power was off', () => {
    expect(ageAtStart(saved(500, 10_000), epochMs(25_000))).toBe(15_500);
  });

  it('never shrinks when the clock was set back while the power was off', () => {
    expect(ageAtStart(saved(500, 10_000), epochMs(-99_000))).toBe(500);
  });

  it('grows with the monotonic clock while the device runs', () => {
    const origin = { ageMs: deviceAgeMs(700), monotonicMs: monotonicMs(50) };
    expect(ageAt(origin, monotonicMs(1_050))).toBe(1_700);
  });

  it('comes back from the settings as it went in, in whole milliseconds', () => {
    fc.assert(
      fc.property(fc.double({ min: 0, max: 1e13, noNaN: true }), fc.integer({ min: -1e12, max: 1e13 }), (age, wall) => {
        expect(parseSavedAge(formatSavedAge(saved(age, wall)))).toEqual(saved(Math.floor(age), wall));
      }),
    );
  });

  it.each(['', '5', '-5 6', '5 6 7', 'NaN 1', '1e3 5', `${'9'.repeat(16)} 1`])('%j is no age', (text) => {
    expect(parseSavedAge(text)).toBeNull();
  });
});
