import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { countGraphemes, graphemes } from '../../src/domain/text/graphemes.ts';
import {
  checkText,
  isBlank,
  MAX_TEXT_BYTES,
  MAX_TEXT_GRAPHEMES,
  utf8Bytes,
} from '../../src/domain/text/text-limits.ts';
import { MAX_CLUSTER_CODE_POINTS } from '../../src/domain/text/bounded-clusters.ts';
import { isTypeable, visibleText } from '../../src/domain/text/visible-text.ts';
import { anyText } from './text-arbitraries.ts';

describe('text limits, for any text', () => {
  it('the clusters are the text, and are counted', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        expect(graphemes(text).join('')).toBe(text);
        expect(countGraphemes(text)).toBe(graphemes(text).length);
      }),
    );
  });

  it('bytes are what an encoder writes', () => {
    fc.assert(fc.property(anyText, (text) => utf8Bytes(text) === new TextEncoder().encode(text).length));
  });

  it('a text passes exactly when it says something and keeps both limits', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        const fits = countGraphemes(text) <= MAX_TEXT_GRAPHEMES && utf8Bytes(text) <= MAX_TEXT_BYTES;
        const expected = fits ? (isBlank(text) ? 'empty' : 'ok') : 'too-long';
        const result = checkText(text);
        expect(result.ok ? 'ok' : result.error).toBe(expected);
      }),
    );
  });
});

describe('visible text, for any text', () => {
  it('holds nothing that might not be typed, and changes no more when it is cleaned again', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        const shown = visibleText(text);
        expect(isTypeable(shown)).toBe(true);
        expect(visibleText(shown)).toBe(shown);
        expect(shown.isWellFormed()).toBe(true);
      }),
      { numRuns: 2_000 },
    );
  });

  it('shows no box for white space, wherever it stands', () => {
    const spaces = fc.constantFrom(
      ...Array.from('\t\n\v\f \u0085\u00a0\u1680\u2000\u200a\u2028\u2029\u202f\u205f\u3000'),
      '\r\n',
    );
    const words = fc.constantFrom('a', 'żółw', '🙂', 'Ω');
    fc.assert(
      fc.property(fc.array(fc.oneof(spaces, words)), (parts) => {
        const shown = visibleText(parts.join(''));
        expect(shown).not.toContain('□');
        expect(shown.replaceAll(/\p{White_Space}/gu, '')).toBe(parts.join('').replaceAll(/\p{White_Space}/gu, ''));
      }),
    );
  });

  it('has no character of more than 8 code points, but for the emoji that Unicode lists', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        for (const cluster of graphemes(visibleText(text))) {
          // NFC may write one letter as two or three (composition exclusions); it never doubles a cluster that was cut.
          if (!/^\p{RGI_Emoji}$/v.test(cluster))
            expect(Array.from(cluster).length).toBeLessThanOrEqual(3 * MAX_CLUSTER_CODE_POINTS);
        }
      }),
    );
  });

  it('leaves a text alone that may be typed and is in NFC', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        const composed = text.normalize('NFC');
        fc.pre(
          isTypeable(composed) &&
            graphemes(composed).every((cluster) => Array.from(cluster).length <= MAX_CLUSTER_CODE_POINTS),
        );
        expect(visibleText(composed)).toBe(composed);
      }),
    );
  });
});
