import fc from 'fast-check';
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { epochMs } from '../../../src/domain/time.ts';
import { readZoneFile } from '../../../src/domain/time-zone/zone-file.ts';
import { systemTimeZones } from '../../support/time-zones.ts';
import { zoneFile } from './zone-bytes.ts';

/** Zones of every kind: no summer time, half hours, summer time in the south, one that moved over the date line. */
const ZONES = [
  ...['Europe/Rome', 'Europe/Dublin', 'America/New_York', 'America/Nuuk', 'America/Santiago', 'America/St_Johns'],
  ...['Asia/Kathmandu', 'Asia/Tehran', 'Asia/Tokyo', 'Australia/Lord_Howe', 'Pacific/Apia', 'Pacific/Chatham'],
  ...['Africa/Johannesburg', 'Antarctica/Troll', 'Etc/GMT+12'],
];
const FIRST_MS = Date.UTC(1970, 0);
const LAST_MS = Date.UTC(2090, 0);

/** How far ahead Intl takes the zone to be, which has its own tables. */
function aheadByIntl(timeZone: string, atMs: number): number {
  const parts = new Intl.DateTimeFormat('en', { timeZone, timeZoneName: 'longOffset' }).formatToParts(atMs);
  const name = parts.find(({ type }) => type === 'timeZoneName')?.value ?? '';
  const [, sign = '+', hours = '0', minutes = '0', seconds = '0'] =
    /^GMT(?:([+-])(\d+):(\d+)(?::(\d+))?)?$/.exec(name) ?? [];
  const ahead = (Number(hours) * 3_600 + Number(minutes) * 60 + Number(seconds)) * 1_000;
  return sign === '-' ? -ahead : ahead;
}

const aheadIn = (bytes: Uint8Array, atMs: number): number => {
  const rules = readZoneFile(bytes);
  if (!rules.ok) throw new Error(rules.error);
  return rules.value.aheadMs(epochMs(atMs));
};

describe('a file of the time-zone database', () => {
  it.each(ZONES)('says of %s what Intl says, past the end of its list too', (zone) => {
    const rules = systemTimeZones.rulesOf(zone);
    fc.assert(
      fc.property(fc.integer({ min: FIRST_MS, max: LAST_MS }), (atMs) => {
        expect(rules?.aheadMs(epochMs(atMs))).toBe(aheadByIntl(zone, atMs));
      }),
    );
  });

  it('changes at the very second', () => {
    const summerMs = Date.UTC(2026, 2, 29, 1);
    const rome = systemTimeZones.rulesOf('Europe/Rome');
    expect(rome?.aheadMs(epochMs(summerMs - 1))).toBe(3_600_000);
    expect(rome?.aheadMs(epochMs(summerMs))).toBe(7_200_000);
  });

  it('begins with its first type, goes through its changes, and ends with its rule for every year', () => {
    const bytes = zoneFile({
      changes: [
        [0, 3_600],
        [1_000, 7_200],
      ],
      first: 60,
      footer: 'XXX-3',
    });
    expect(aheadIn(bytes, -1)).toBe(60_000);
    expect(aheadIn(bytes, 0)).toBe(3_600_000);
    expect(aheadIn(bytes, 999_999)).toBe(3_600_000);
    expect(aheadIn(bytes, 1_000_000)).toBe(3 * 3_600_000);
  });

  it('stays with its last change when it has no rule, and in the form of version 1', () => {
    const changes = [
      [0, 3_600],
      [1_000, 7_200],
    ] as const;
    expect(aheadIn(zoneFile({ changes, first: 0, footer: '' }), 1e15)).toBe(7_200_000);
    expect(aheadIn(zoneFile({ changes, first: 0, footer: null }), 1e15)).toBe(7_200_000);
  });

  it.each([
    ['nothing', new Uint8Array()],
    ['another file', Buffer.from('#!/bin/sh\n'.repeat(10))],
    ['one that is too long', new Uint8Array(65_537)],
    ['one cut short', zoneFile({ changes: [[0, 3_600]], first: 0, footer: 'XXX-3' }).subarray(0, -30)],
    ['one without a footer', zoneFile({ changes: [[0, 3_600]], first: 0, footer: 'XXX-3' }).subarray(0, -1)],
    [
      'one whose moments run back',
      zoneFile({
        changes: [
          [5, 3_600],
          [5, 0],
        ],
        first: 0,
        footer: '',
      }),
    ],
    ['one that is ahead by days', zoneFile({ changes: [[0, 200_000]], first: 0, footer: '' })],
    ['one with a rule that is none', zoneFile({ changes: [], first: 0, footer: 'XXX' })],
    ['one that counts leap seconds', zoneFile({ changes: [], first: 0, footer: '', leaps: 1 })],
  ])('is refused when it is %s', (_what, bytes) => {
    expect(readZoneFile(bytes).ok).toBe(false);
  });

  it('is read or refused whatever its bytes are, and its answer is a number then', () => {
    const rome = readFileSync('/usr/share/zoneinfo/Europe/Rome');
    const damage = fc.tuple(fc.nat(rome.length - 1), fc.integer({ min: 0, max: 255 }));
    fc.assert(
      fc.property(fc.array(damage, { maxLength: 8 }), fc.nat(rome.length), (damages, keptBytes) => {
        const bytes = Uint8Array.from(rome);
        for (const [at, value] of damages) bytes[at] = value;
        for (const some of [bytes, bytes.subarray(0, keptBytes)]) {
          const rules = readZoneFile(some);
          if (rules.ok) expect(Math.abs(rules.value.aheadMs(epochMs(1e12)))).toBeLessThan(1_000 * 3_600_000);
        }
      }),
    );
  });
});
