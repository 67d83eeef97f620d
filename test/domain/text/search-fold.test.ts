import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { indexOfFolded, searchFold } from '../../../src/domain/text/search-fold.ts';
import { COST_TIMEOUT_MS, costOfFourfold, LINEAR } from '../../support/cost-growth.ts';

describe('what is typed finds what is written', () => {
  it.each([
    ['lodz', 'Łódź'],
    ['strasse', 'Straße'],
    ['STRASSE', 'STRAẞE'],
    ['οδυσσευσ', 'Ὀδυσσεύς'],
    ['istanbul', 'İstanbul'],
    ['ispanak', 'ıspanak'],
    ['елка', 'Ёлка'],
    ['казак', 'Қазақ'],
    ["don't", 'don’t'],
    ["d'accord", 'd\u02bcaccord'],
    ['"so"', '„So“'],
    ['2-3', '2–3'],
    ['aeon soren dorde', 'Æon Søren Đorđe'],
    ['coeur', 'cœur'],
    ['final', 'ﬁnal'],
    ['full 12', 'Ｆｕｌｌ　１２'],
    ['soft', 'so\u00adft\u200b'],
    ['two words', 'two\r\n  words'],
    ['viet nguyen', 'Việt\u00a0Nguyễn'],
    ['e', 'e\u0301\u0323'],
    ['محمد', 'مُحَمَّد'],
    ['👍', '👍🏽'],
    ['1/2 iv', '½ Ⅳ'],
  ])('%s: %s', (typed, written) => {
    expect(searchFold(written)).toContain(searchFold(typed));
  });

  it.each([
    ['か', 'が'],
    ['हन', 'हिन'],
    ['a', 'б'],
    ['и', 'ы'],
  ])('%s does not find %s, which is another letter to its readers', (typed, written) => {
    expect(searchFold(written)).not.toBe(searchFold(typed));
  });
});

describe('a folded text, for any text,', () => {
  const anyText = fc.oneof(fc.string({ unit: 'binary' }), fc.string({ unit: 'grapheme' }));

  it('is folded no further, and is made of the folded parts', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        const folded = searchFold(text);
        expect(searchFold(folded)).toBe(folded);
        expect(folded.isWellFormed()).toBe(true);
        expect(folded).not.toContain('\0');
      }),
      { numRuns: 1_000 },
    );
  });

  it('is the same for both normal forms of letters with accents', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom('é', 'Å', 'ộ', 'ϊ', 'ї', 'ñ', ' ', 'x') }), (text) => {
        expect(searchFold(text.normalize('NFD'))).toBe(searchFold(text.normalize('NFC')));
      }),
    );
  });

  it('tells where in the text the filter stands', () => {
    fc.assert(
      fc.property(anyText, fc.constantFrom('Łódź', 'ﬁn', 'x'), anyText, (before, word, after) => {
        const at = indexOfFolded(`${before}${word}${after}`, searchFold(word));
        expect(at).toBeGreaterThanOrEqual(0);
        expect(at).toBeLessThanOrEqual(before.length);
      }),
    );
    expect(indexOfFolded('die  Straße in Łódź', 'lodz')).toBe(15);
    expect(indexOfFolded('nothing', 'lodz')).toBe(-1);
  });

  it.each(['a', 'ż', '\u0301', '\u0301\u0323', '漢', '🙂', 'ﷺ', ' ', '\n', '\u200b', 'ß', '\ud800'])(
    'costs no more a byte for many %j than for few',
    (unit) => {
      const growth = costOfFourfold((size) => searchFold(unit.repeat(size / unit.length)), 4_096);
      expect(growth).toBeLessThan(LINEAR);
    },
    COST_TIMEOUT_MS,
  );
});
