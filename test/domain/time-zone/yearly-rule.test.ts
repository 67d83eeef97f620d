import { describe, expect, it } from 'vitest';
import { epochMs } from '../../../src/domain/time.ts';
import { readYearlyRule } from '../../../src/domain/time-zone/yearly-rule.ts';

const HOUR_MS = 3_600_000;

/** Hours ahead at a moment of UTC. */
function hoursAhead(rule: string, ...at: [number, number, number, number?, number?]): number {
  const rules = readYearlyRule(rule);
  if (!rules.ok) throw new Error(rules.error);
  const [year, month, day, hour = 0, minute = 0] = at;
  return rules.value.aheadMs(epochMs(Date.UTC(year, month - 1, day, hour, minute))) / HOUR_MS;
}

describe('a rule for every year', () => {
  it('may know no summer time', () => {
    expect(hoursAhead('JST-9', 2050, 7, 1)).toBe(9);
    expect(hoursAhead('<+0545>-5:45', 2050, 7, 1)).toBe(5.75);
    expect(hoursAhead('<-12>12', 2050, 7, 1)).toBe(-12);
    expect(hoursAhead('LMT-0:49:56', 2050, 7, 1)).toBe((49 * 60 + 56) / 3_600);
  });

  it('changes on the last Sunday of a month, at an hour of the clock that is in force then', () => {
    const rome = 'CET-1CEST,M3.5.0,M10.5.0/3';
    expect(hoursAhead(rome, 2050, 3, 27, 0, 59)).toBe(1);
    expect(hoursAhead(rome, 2050, 3, 27, 1)).toBe(2);
    expect(hoursAhead(rome, 2050, 10, 30, 0, 59)).toBe(2);
    expect(hoursAhead(rome, 2050, 10, 30, 1)).toBe(1);
  });

  it('goes over the turn of the year in the south', () => {
    const sydney = 'AEST-10AEDT,M10.1.0,M4.1.0/3';
    expect(hoursAhead(sydney, 2049, 12, 31)).toBe(11);
    expect(hoursAhead(sydney, 2050, 1, 1)).toBe(11);
    expect(hoursAhead(sydney, 2050, 7, 1)).toBe(10);
  });

  it('may call the winter a summer that is behind, as Ireland does', () => {
    const dublin = 'IST-1GMT0,M10.5.0,M3.5.0/1';
    expect(hoursAhead(dublin, 2050, 1, 1)).toBe(0);
    expect(hoursAhead(dublin, 2050, 7, 1)).toBe(1);
  });

  it('may change at a negative hour, and by half an hour', () => {
    expect(hoursAhead('<-02>2<-01>,M3.5.0/-1,M10.5.0/0', 2050, 3, 27, 0, 59)).toBe(-2);
    expect(hoursAhead('<-02>2<-01>,M3.5.0/-1,M10.5.0/0', 2050, 3, 27, 1)).toBe(-1);
    expect(hoursAhead('<+1030>-10:30<+11>-11,M10.1.0,M4.1.0', 2050, 1, 1)).toBe(11);
  });

  it('may count days with and without 29 February', () => {
    expect(hoursAhead('AAA0BBB,J60/0,J365/0', 2048, 2, 29, 12)).toBe(0);
    expect(hoursAhead('AAA0BBB,J60/0,J365/0', 2048, 3, 1)).toBe(1);
    expect(hoursAhead('AAA0BBB,59/0,J365/0', 2048, 2, 29)).toBe(1);
  });

  it('may be summer time all the year, as RFC 8536 writes it', () => {
    for (const month of [1, 6, 12]) expect(hoursAhead('XXX3EDT4,0/0,J365/23', 2050, month, 31)).toBe(-4);
  });

  it.each([
    '',
    'CET',
    'C-1',
    'CET-1CEST',
    'CET-1CEST,M3.5.0',
    'CET-1CEST,M13.5.0,M10.5.0',
    'CET-1CEST,M3.6.0,M10.5.0',
    'CET-1CEST,J0,J365',
    'CET-1CEST,366,J365',
    'CET-1CEST,M3.5.0,M10.5.0/3 ',
  ])('is refused as %j', (rule) => {
    expect(readYearlyRule(rule).ok).toBe(false);
  });
});
