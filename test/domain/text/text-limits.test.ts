import { describe, expect, it, vi } from 'vitest';
import { countGraphemes, graphemes } from '../../../src/domain/text/graphemes.ts';
import { checkText, isBlank, utf8Bytes } from '../../../src/domain/text/text-limits.ts';

const FAMILY = '👨‍👩‍👧‍👦';

describe('a text is counted as a reader counts it', () => {
  it.each([
    ['hello', 5],
    ['żółw', 4],
    ['e\u0301', 1],
    [FAMILY, 1],
    ['🇮🇹🇩🇪', 2],
    ['a\nb', 3],
    ['\r\n', 1],
    ['', 0],
  ])('%j has %i characters', (text, count) => {
    expect(countGraphemes(text)).toBe(count);
    expect(graphemes(text)).toHaveLength(count);
    expect(graphemes(text).join('')).toBe(text);
  });

  it.each(['', 'a', '\x7f', '\x80', 'ż', '\u07ff', '\u0800', '€', '\uffff', '👍', '\ud800', FAMILY])(
    '%j takes as many bytes as an encoder writes',
    (text) => {
      expect(utf8Bytes(text)).toBe(new TextEncoder().encode(text).length);
    },
  );
});

describe('one Secure Message holds 160 characters and 600 bytes', () => {
  it('accepts 160 characters, but not 161', () => {
    expect(checkText('ż'.repeat(160))).toEqual({ ok: true, value: { graphemes: 160, bytes: 320 } });
    expect(checkText('a'.repeat(161))).toEqual({ ok: false, error: 'too-long' });
  });

  it('accepts 600 bytes, but not 601', () => {
    expect(checkText('👍'.repeat(150))).toEqual({ ok: true, value: { graphemes: 150, bytes: 600 } });
    expect(checkText(`a${'👍'.repeat(150)}`)).toEqual({ ok: false, error: 'too-long' });
  });

  it('refuses 160 family emoji, which are 4,000 bytes', () => {
    expect(checkText(FAMILY.repeat(160))).toEqual({ ok: false, error: 'too-long' });
  });

  it('refuses one letter under 100,000 accents without segmenting it', () => {
    const text = `e${'\u0301'.repeat(100_000)}`;
    const segment = vi.spyOn(Intl.Segmenter.prototype, 'segment');
    expect(checkText(text).ok).toBe(false);
    expect(segment).not.toHaveBeenCalled();
    segment.mockRestore();
  });
});

describe('a text that says nothing is empty', () => {
  it.each(['', ' ', '\n', '\t \u00a0\u3000', '\u200b\u200d', '\ufe0f', '\u2800', '\u00ad', '\u{e0041}'])(
    '%j',
    (text) => {
      expect(isBlank(text)).toBe(true);
      expect(checkText(text)).toEqual({ ok: false, error: 'empty' });
    },
  );

  it.each(['.', ' a ', '👍', '☺️', '0'])('%j is not', (text) => {
    expect(isBlank(text)).toBe(false);
  });
});
