import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { epochMs } from '../../src/domain/time.ts';
import { english } from '../../src/ui/languages/english.ts';
import { italian } from '../../src/ui/languages/it.ts';
import { createStrings } from '../../src/ui/languages/strings.ts';
import { createTimeWords } from '../../src/ui/phrases/time-words.ts';
import { UTC_RULES } from '../../src/domain/time-zone/zone-rules.ts';
import { systemTimeZones } from '../support/time-zones.ts';

const words = (timeZone: string, language = english): ReturnType<typeof createTimeWords> =>
  createTimeWords(createStrings(language), systemTimeZones.rulesOf(timeZone) ?? UTC_RULES);
const utc = (...parts: [number, number, number, number, number]) =>
  epochMs(Date.UTC(parts[0], parts[1] - 1, parts[2], parts[3], parts[4]));
const ZONES = ['UTC', 'Europe/Rome', 'America/St_Johns', 'Pacific/Kiritimati', 'Australia/Lord_Howe'];
const now = utc(2026, 11, 23, 14, 32);

describe('moments in words', () => {
  it('are told in the time zone of the owner, with 24 hours', () => {
    expect(words('UTC').clock(utc(2026, 11, 23, 0, 5))).toBe('00:05');
    expect(words('Europe/Rome').clock(now)).toBe('15:32');
    expect(words('Asia/Kathmandu').clock(now)).toBe('20:17');
    expect(words('UTC').clockWithSeconds(epochMs(now + 7_000))).toBe('14:32:07');
  });

  it('are as short as the day allows', () => {
    const times = words('UTC');
    expect(times.short(utc(2026, 11, 23, 0, 0), now)).toBe('00:00');
    expect(times.short(utc(2026, 11, 22, 23, 59), now)).toBe('Yesterday');
    expect(times.short(utc(2026, 11, 21, 12, 0), now)).toBe('Sat');
    expect(times.short(utc(2026, 11, 16, 12, 0), now)).toBe('16/11/2026');
    expect(times.short(utc(2026, 11, 25, 12, 0), now)).toBe('25/11/2026');
  });

  it('say of a deadline that it is tomorrow, by the owner’s calendar', () => {
    expect(words('UTC').deadline(utc(2026, 11, 23, 23, 59), now)).toBe('23:59');
    expect(words('UTC').deadline(utc(2026, 11, 24, 2, 32), now)).toBe('02:32 tomorrow');
    expect(words('Europe/Rome', italian).deadline(utc(2026, 11, 23, 23, 30), now)).toBe('00:30 di domani');
  });

  it('change day at midnight of the owner, not of UTC', () => {
    const lateEvening = utc(2026, 11, 22, 23, 30);
    expect(words('Europe/Rome').short(lateEvening, now)).toBe('00:30');
    expect(words('UTC').short(lateEvening, now)).toBe('Yesterday');
  });

  it('name the day across a change to summer time', () => {
    const times = words('Europe/Rome');
    expect(times.short(utc(2026, 3, 28, 12, 0), utc(2026, 3, 29, 12, 0))).toBe('Yesterday');
  });

  it('speak the language', () => {
    expect(words('UTC').longDate(now)).toBe('Monday 23 November');
    expect(words('UTC', italian).longDate(now)).toBe('lunedì 23 novembre');
    expect(words('UTC').dayLine(utc(2025, 3, 1, 12, 0), now)).toBe('1 March 2025');
  });

  it.each([english, italian])('are those of Unicode’s tables for $locale, at any time in any zone', (language) => {
    fc.assert(
      fc.property(fc.constantFrom(...ZONES), fc.integer({ min: 0, max: Date.UTC(2037, 0) }), (timeZone, at) => {
        const times = words(timeZone, language);
        const inTables = (options: Intl.DateTimeFormatOptions): string =>
          new Intl.DateTimeFormat(language.locale, { timeZone, ...options }).format(at).replaceAll(',', '');
        const atMs = epochMs(at);
        const later = epochMs(at + 400 * 86_400_000);
        expect(times.clockWithSeconds(atMs)).toBe(inTables({ timeStyle: 'medium', hourCycle: 'h23' }));
        expect(times.longDate(atMs)).toBe(inTables({ weekday: 'long', day: 'numeric', month: 'long' }));
        expect(times.dayLine(atMs, later)).toBe(inTables({ day: 'numeric', month: 'long', year: 'numeric' }));
        expect(times.short(atMs, later)).toBe(inTables({ day: '2-digit', month: '2-digit', year: 'numeric' }));
      }),
    );
  });

  it('survive any date that a peer may claim', () => {
    for (const claimed of [8.64e15 + 1, -8.64e15 - 1, Number.NaN, Infinity]) {
      expect(() => words('UTC').short(epochMs(claimed), now)).not.toThrow();
    }
  });

  it('turn at the full minute', () => {
    const times = words('UTC');
    expect(times.untilNextMinuteMs(now)).toBe(60_000);
    expect(times.untilNextMinuteMs(epochMs(now + 59_999))).toBe(1);
    expect(times.untilNextMinuteMs(epochMs(-1))).toBe(1);
  });
});
