import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { keptOf, MAX_RECEIVED_BYTES } from '../../../src/domain/text/received-text.ts';
import { utf8Bytes } from '../../../src/domain/text/text-limits.ts';

describe('a received text', () => {
  it('of up to 4 kB of UTF-8 is kept as it is', () => {
    for (const text of ['', 'ż', 'x'.repeat(4_096), 'ż'.repeat(2_048), '🐢'.repeat(1_024)]) {
      expect(keptOf(text)).toEqual({ body: text, cutBytes: 0 });
    }
  });

  it('that is longer is cut, and how much was cut is known', () => {
    expect(keptOf('x'.repeat(63_000))).toEqual({ body: 'x'.repeat(4_096), cutBytes: 58_904 });
    expect(keptOf('x'.repeat(4_097))).toEqual({ body: 'x'.repeat(4_096), cutBytes: 1 });
    expect(keptOf(`x${'ż'.repeat(2_048)}`)).toEqual({ body: `x${'ż'.repeat(2_047)}`, cutBytes: 2 });
  });

  it('is cut between characters', () => {
    const family = '👩‍👩‍👧';
    const { body } = keptOf(family.repeat(400));
    expect(body.length % family.length).toBe(0);
    expect(keptOf(`${'x'.repeat(4_095)}e\u0301\u0302`).body).toBe('x'.repeat(4_095));
  });

  it('is cut through a character that has no end, so that something is always kept', () => {
    const zalgo = `e${'\u0301'.repeat(30_000)}`;
    expect(utf8Bytes(keptOf(zalgo).body)).toBeGreaterThan(4_000);
  });

  it('is never longer than what is kept, never torn inside a code point, and loses no byte of the count', () => {
    const piece = fc.oneof(
      fc.constantFrom('x', 'ż', '漢', '🐢', '👩‍👩‍👧', 'e\u0301', '🇮🇹', '\r\n'),
      fc.string({ unit: 'grapheme' }),
    );
    fc.assert(
      fc.property(fc.array(piece, { minLength: 1, maxLength: 30 }), fc.nat({ max: 400 }), (pieces, times) => {
        const text = pieces.join('').repeat(times + 1);
        const { body, cutBytes } = keptOf(text);
        expect(text.startsWith(body)).toBe(true);
        expect(utf8Bytes(body) + cutBytes).toBe(utf8Bytes(text));
        expect(utf8Bytes(body)).toBeLessThanOrEqual(MAX_RECEIVED_BYTES);
        if (cutBytes > 0) expect(utf8Bytes(body)).toBeGreaterThan(MAX_RECEIVED_BYTES - 300);
        expect(body.isWellFormed()).toBe(text.isWellFormed());
      }),
      { numRuns: 60 },
    );
  });
});
