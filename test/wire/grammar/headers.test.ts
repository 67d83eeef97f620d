import { expect, it, test } from 'vitest';
import { HeaderList } from '../../../src/wire/grammar/header-list.ts';
import { parseMediaType } from '../../../src/wire/grammar/media-type.ts';
import { leadingSeconds, retryAfterMs } from '../../../src/wire/grammar/retry-after.ts';

const headers = new HeaderList([
  { name: 'v', value: 'one' },
  { name: 'Supported', value: 'path, , outbound' },
  { name: 'VIA', value: 'two' },
  { name: 'k', value: 'gruu' },
]);

it('finds a header by its compact form and in any case', () => {
  expect([headers.first('Via'), headers.first('supported'), headers.first('Route')]).toEqual([
    'one',
    'path, , outbound',
    null,
  ]);
  expect(headers.all('via')).toEqual(['one', 'two']);
  expect(headers.all('Route')).toEqual([]);
});

it('joins the elements of all lines of a header and leaves empty ones out', () => {
  expect(headers.list('Supported')).toEqual(['path', 'outbound', 'gruu']);
});

it('reads a media type in any case, with its parameters', () => {
  expect(parseMediaType('Text / Plain ; Charset="UTF-8"')).toEqual({
    type: 'text/plain',
    parameters: new Map([['charset', 'UTF-8']]),
  });
  expect(parseMediaType('message/imdn+xml')?.type).toBe('message/imdn+xml');
});

test.each([
  ['text/plain (say "hi" (or not \\) )) ; charset = "utf-8" (Unicode)', { charset: 'utf-8' }],
  ['(a) text (b) / (c) plain (d)', {}],
  ['text/plain;', {}],
  ['text/plain ; ; Charset=utf-8 ;', { charset: 'utf-8' }],
])('reads the media type in %j, as MIME would write it', (value, parameters) => {
  expect(parseMediaType(value)).toEqual({ type: 'text/plain', parameters: new Map(Object.entries(parameters)) });
});

test.each([
  '',
  'text',
  'text/',
  '/plain',
  'x text/plain',
  'text/plain x',
  'text/plain;=a',
  'text/plain (a',
  'text/plain;a=',
])('%j is no media type', (value) => {
  expect(parseMediaType(value)).toBeNull();
});

test.each([
  ['120', 120_000],
  ['120 (in a meeting)', 120_000],
  ['18000;duration=3600', 18_000_000],
  ['0', 1_000],
  ['1', 1_000],
  ['86400', 86_400_000],
  ['86401', 86_400_000],
  ['999999999999999', 86_400_000],
])('waits after Retry-After: %s for %i ms', (value, expected) => {
  expect(retryAfterMs(new HeaderList([{ name: 'Retry-After', value }]))).toBe(expected);
});

it('does not wait for a Retry-After that is missing or no number', () => {
  expect(retryAfterMs(new HeaderList([]))).toBeNull();
  for (const value of ['', 'soon', '-1', '1.5', '12x', ' 5', '1234567890123456']) {
    expect(leadingSeconds(value)).toBeNull();
  }
});
