import { expect, it, test } from 'vitest';
import { epochMs } from '../../../src/domain/time.ts';
import { formatDateTime, formatSipDate, parseDateTime, parseSipDate } from '../../../src/wire/message/date-times.ts';
import { decodeUtf8 } from '../../../src/wire/message/text-decoding.ts';

const at = epochMs(Date.UTC(2026, 0, 5, 12, 30, 15));

it('reads and writes date-times of RFC 3339', () => {
  expect(formatDateTime(at)).toBe('2026-01-05T12:30:15Z');
  expect(formatDateTime(epochMs(at + 999))).toBe('2026-01-05T12:30:15Z');
  for (const text of ['2026-01-05T12:30:15Z', '2026-01-05T13:30:15+01:00', '2026-01-05T12:30:15.000000000Z']) {
    expect(parseDateTime(text)).toBe(at);
  }
});

it('reads and writes dates of SIP', () => {
  expect(formatSipDate(at)).toBe('Mon, 05 Jan 2026 12:30:15 GMT');
  expect(parseSipDate('Mon, 05 Jan 2026 12:30:15 GMT')).toBe(at);
});

test.each([
  null,
  undefined,
  '',
  '2026-01-05',
  '2026-01-05T12:30:15',
  '2026-01-05 12:30:15Z',
  '2026-13-05T12:30:15Z',
  '2026-01-05T12:30:15.Z',
  'x2026-01-05T12:30:15Z',
  '2026-01-05T12:30:15Zx',
  '12026-01-05T12:30:15Z',
  'Mon, 05 Jan 2026 12:30:15 GMT',
])('%j is no date-time of RFC 3339', (text) => {
  expect(parseDateTime(text)).toBeNull();
});

test.each([
  null,
  'Mon, 05 Jan 2026 12:30:15 EST',
  'Mon, 05 Jan 2026 12:30:15',
  'Xyz, 05 Jan 2026 12:30:15 GMT',
  'Mon, 5 Jan 2026 12:30:15 GMT',
  'Mon, 05 Xyz 2026 12:30:15 GMT',
  'x Mon, 05 Jan 2026 12:30:15 GMT',
  'Mon, 05 Jan 2026 12:30:15 GMT x',
  '2026-01-05T12:30:15Z',
])('%j is no date of SIP', (text) => {
  expect(parseSipDate(text)).toBeNull();
});

it('decodes UTF-8 with its byte order mark, and nothing that is not quite UTF-8', () => {
  expect(decodeUtf8(Buffer.from('\uFEFFż😀'))).toBe('\uFEFFż😀');
  for (const bytes of [[0xc0, 0x80], [0xed, 0xa0, 0x80], [0xf0, 0x9f, 0x98], [0xff]]) {
    expect(decodeUtf8(Uint8Array.from(bytes))).toBeNull();
  }
});
