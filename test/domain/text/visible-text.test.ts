import { describe, expect, it } from 'vitest';
import { isTypeable, visibleText } from '../../../src/domain/text/visible-text.ts';
import { COST_TIMEOUT_MS, costOfFourfold, LINEAR } from '../../support/cost-growth.ts';

describe('a character that has no picture is shown as a box', () => {
  it.each([
    ['bell\u0007', 'bell□'],
    ['\u001b[31mred', '□[31mred'],
    ['over\rwritten', 'over□written'],
    ['c1\u009b', 'c1□'],
    ['\ufff9\ufffa\ufffb', '□□□'],
    ['lone\ud800half', 'lone□half'],
    ['fake tick \uf00c', 'fake tick □'],
    ['\u{f0000}\u{10fffd}', '□□'],
    ['\ufdd0\uffff', '□□'],
  ])('%j is shown as %j', (received, shown) => {
    expect(visibleText(received)).toBe(shown);
    expect(isTypeable(received)).toBe(false);
  });
});

describe('what Unicode draws as nothing is neither shown nor obeyed', () => {
  it.each([
    ['\u202egnp.exe', 'gnp.exe'],
    ['a\u2066b\u2069c', 'abc'],
    ['\u061c\u200e\u200fx', 'x'],
    ['\u202a\u202b\u202c\u202dx', 'x'],
    ['zero\u200bwidth', 'zerowidth'],
    ['in\ufeffside', 'inside'],
    ['\ufeff\ufefftwice', 'twice'],
    ['soft\u00adhyphen', 'softhyphen'],
    ['\u034f\u115f\u1160\u3164\uffa0x', 'x'],
    ['hidden\u{e0041}\u{e0042}', 'hidden'],
    ['🏴\u{e0067}\u{e0062}', '🏴'],
    ['a\u200db', 'ab'],
    ['a\ufe0f', 'a'],
    ['1\ufe0f', '1'],
    ['👩\u200d', '👩'],
    ['😀\u200d\u200d😀', '😀😀'],
    ['\u2060\u2061\u2064\u206f\u{1d173}x', 'x'],
    ['\u180e\u{e0100}x', 'x'],
  ])('%j is shown as %j', (received, shown) => {
    expect(visibleText(received)).toBe(shown);
    expect(isTypeable(received)).toBe(false);
  });
});

describe('white space of every kind is white space, and no box', () => {
  it.each([
    ['tab\there', 'tab here'],
    ['a\u2028b\u2029c\u0085d', 'a\nb\nc\nd'],
    ['page\fbreak, line\vbreak', 'page\nbreak, line\nbreak'],
    ['\ufeffbom', 'bom'],
    ['a last line break\r\n', 'a last line break\n'],
    ['or several \t\u2028', 'or several  \n'],
    ['one\r\n\r\ntwo', 'one\n\ntwo'],
    ['żółw\t🙂\u0085', 'żółw 🙂\n'],
    ['\u00a0\u2003\u3000', '\u00a0\u2003\u3000'],
  ])('%j is shown as %j', (received, shown) => {
    expect(visibleText(received)).toBe(shown);
  });
});

describe('a visible character is shown as it came', () => {
  it.each([
    'plain text, with "marks" <b>#ff0000 red#</b>',
    'two\nlines',
    'żółw Ελληνικά Русский עברית العربية हिन्दी 日本語 한국어',
    '👍🏽 ❤️ ☺︎ 1️⃣ #⃣',
    '👨‍👩‍👧‍👦 👩🏾‍🚀 🏳️‍🌈 🏳‍🌈',
    '👨🏻‍❤️‍💋‍👨🏿',
    '🏴󠁧󠁢󠁥󠁮󠁧󠁿 🇮🇹',
    '\u0600١',
  ])('%j', (text) => {
    expect(visibleText(text)).toBe(text);
    expect(isTypeable(text)).toBe(true);
  });

  it('ends a line at CR LF in the same way as at LF', () => {
    expect(visibleText('a\r\nb')).toBe('a\nb');
  });

  it('composes letter and accent, because fonts have composed letters', () => {
    expect(visibleText('e\u0301')).toBe('\u00e9');
  });
});

describe('one character is never more than 8 code points', () => {
  it('cuts a tower of accents and marks the cut', () => {
    expect(visibleText(`x${'\u0334'.repeat(50)}y`)).toBe(`x${'\u0334'.repeat(7)}□y`);
  });

  it('cuts a chain of joined pictographs that Unicode does not list as an emoji', () => {
    const chain = Array.from({ length: 20 }, () => '👩').join('\u200d');
    expect(Array.from(visibleText(chain)).length).toBeLessThanOrEqual(9);
  });

  it.each([
    ...['\u0301', '\u200d', '👩\u200d', '\u0301\u0323', '🏴\u{e0067}', 'ᄀ', '1\ufe0f', '\u{1d160}', '🇮', 'ż', '漢'],
    ...[
      'e\u0301\u0301\u0301\u0301\u0301\u0301\u0301',
      'हि',
      '\u202e',
      ' ',
      '\n',
      '\r\n',
      '\u2028',
      '😀',
      '\ud800',
      '\0',
    ],
  ])(
    'costs no more a byte in a long hostile text of %j than in a short one',
    (unit) => {
      const growth = costOfFourfold((size) => visibleText(`e${unit.repeat(size / unit.length)}ż`), 4_096);
      expect(growth).toBeLessThan(LINEAR);
    },
    COST_TIMEOUT_MS,
  );
});
