import { expect, test } from 'vitest';
import { decodeText } from '../../../src/wire/message/text-decoding.ts';

const read = (bytes: readonly number[] | Buffer, charset: string | null | undefined): string => {
  const text = decodeText(Uint8Array.from(bytes), charset);
  return text.ok ? text.value : `refused: ${text.error}`;
};
const utf8 = (text: string): Buffer => Buffer.from(text);

test.each([undefined, null, '', 'utf-8', 'UTF-8', 'utf8', 'Utf8', ' utf-8 ', 'unicode-1-1-utf-8'])(
  'UTF-8 is read under the charset %j',
  (charset) => {
    expect(read(utf8('żółw 🐢'), charset)).toBe('żółw 🐢');
    expect(read([0xc0, 0xaf], charset)).toBe('refused: invalid');
    expect(read([0x61, 0xff], charset)).toBe('refused: invalid');
  },
);

test.each<[string, readonly number[], string]>([
  ['iso-8859-1', [0x63, 0x61, 0x66, 0xe9], 'café'],
  ['latin1', [0xe9], 'é'],
  ['ISO-8859-15', [0xa4], '€'],
  ['iso-8859-2', [0xb3], 'ł'],
  ['iso-8859-7', [0xea], 'κ'],
  ['windows-1252', [0x92, 0x80], '’€'],
  ['cp1251', [0xff], 'я'],
  ['windows-1250', [0x9c], 'ś'],
  ['koi8-r', [0xd1], 'я'],
  ['shift_jis', [0x8b, 0x54], '亀'],
  ['gb18030', [0xb9, 0xea], '龟'],
  ['utf-16le', [0x61, 0x00], 'a'],
  ['utf-16be', [0x00, 0x61], 'a'],
  ['utf-16', [0xff, 0xfe, 0x61, 0x00], 'a'],
  ['utf-16', [0xfe, 0xff, 0x00, 0x61], 'a'],
])('%s is read by the label that the Encoding Standard knows', (charset, bytes, text) => {
  expect(read(bytes, charset)).toBe(text);
});

test.each(['us-ascii', 'US-ASCII', 'ascii', 'ANSI_X3.4-1968', 'iso646-us'])(
  'what is called %s is read as it was meant',
  (charset) => {
    expect(read(utf8('hello'), charset)).toBe('hello');
    expect(read(utf8('żółw'), charset)).toBe('żółw');
  },
);

test('ASCII is read under a label that nobody knows, and nothing else is', () => {
  for (const charset of ['x-unheard-of', 'utf-7', 'cp437', 'hz-gb-2312', '__proto__', 'utf-8\0']) {
    expect(read(utf8('hello'), charset)).toBe('hello');
    expect(read(utf8('żółw'), charset)).toBe('refused: unknown');
  }
});

test('bytes that are no text in their charset are refused', () => {
  expect(read([0x8b], 'shift_jis')).toBe('refused: invalid');
  expect(read([0x61], 'utf-16le')).toBe('refused: invalid');
  expect(read([0x00, 0xd8], 'utf-16le')).toBe('refused: invalid');
});
