import { describe, expect, it } from 'vitest';
import {
  backspace,
  composerCounter,
  composerOf,
  composerText,
  deleteAll,
  deleteWord,
  draftOf,
  EMPTY_COMPOSER,
  insertText,
  moveCursor,
  replaceText,
  takeText,
  type Composer,
} from '../../../src/domain/text/composer.ts';

const FAMILY = '👨‍👩‍👧‍👦';

function typed(text: string, cursor = Number.MAX_SAFE_INTEGER): Composer {
  return composerOf({ text, cursor });
}

/** The text with a bar where the cursor stands. */
function seen(composer: Composer): string {
  return [...composer.clusters.slice(0, composer.cursor), '|', ...composer.clusters.slice(composer.cursor)].join('');
}

describe('typing', () => {
  it('puts text at the cursor', () => {
    expect(seen(insertText(typed('held', 2), 'llo wor').composer)).toBe('hello wor|ld');
  });

  it('takes long Enter as a new line', () => {
    expect(seen(insertText(typed('a'), '\n').composer)).toBe('a\n|');
  });

  it('joins an accent with the letter before the cursor', () => {
    const { composer } = insertText(typed('ae', 1), '\u0301');
    expect(composer.clusters).toEqual(['a\u0301', 'e']);
    expect(composer.cursor).toBe(1);
  });

  it('stands after the flag when the second half of it was typed before the first', () => {
    const { composer } = insertText(typed('🇹', 0), '🇮');
    expect(composer.clusters).toEqual(['🇮🇹']);
    expect(composer.cursor).toBe(1);
  });

  it('replaces the last character while it is being chosen by multi-tap', () => {
    expect(seen(replaceText(typed('hea', 3), 'b').composer)).toBe('heb|');
    expect(seen(replaceText(typed('heallo', 3), 'b').composer)).toBe('heb|llo');
    expect(seen(replaceText(EMPTY_COMPOSER, 'a').composer)).toBe('a|');
  });

  it.each(['\u0007', '\u202e', '\u200b', '\t', '\uf00c', '\ud83d'])('refuses %j', (character) => {
    const before = typed('text');
    expect(insertText(before, character)).toEqual({ composer: before, outcome: 'refused' });
  });
});

describe('the limit', () => {
  it('refuses the 161st character and keeps the text', () => {
    const before = typed('ż'.repeat(160), 80);
    expect(insertText(before, 'x')).toEqual({ composer: before, outcome: 'refused' });
    expect(insertText(before, '\n').outcome).toBe('refused');
    expect(composerCounter(before)).toMatchObject({ used: 160, limit: 160, full: true });
  });

  it('refuses a text with too many bytes although its characters would still fit', () => {
    const before = typed('👍'.repeat(150));
    expect(insertText(before, 'x').outcome).toBe('refused');
    expect(composerCounter(before)).toMatchObject({ used: 150, bytesLeft: 0, full: true });
  });

  it('allows multi-tap to replace a character at the limit, because that adds none', () => {
    expect(composerText(replaceText(typed('a'.repeat(160)), 'b').composer)).toBe(`${'a'.repeat(159)}b`);
  });

  it('refuses a replacement that would take too many bytes', () => {
    const before = typed(`${'👍'.repeat(149)}aaaa`);
    expect(replaceText(before, 'ж').outcome).toBe('refused');
  });

  it('refuses a whole text that does not fit instead of cutting it', () => {
    const before = typed('a'.repeat(159));
    expect(insertText(before, 'xy')).toEqual({ composer: before, outcome: 'refused' });
  });
});

describe('deleting', () => {
  it('removes a family emoji with one Backspace', () => {
    expect(seen(backspace(typed(`a${FAMILY}b`, 2)).composer)).toBe('a|b');
  });

  it('does nothing at the start', () => {
    expect(backspace(typed('abc', 0)).outcome).toBe('unchanged');
    expect(deleteWord(typed('abc', 0)).outcome).toBe('unchanged');
    expect(deleteAll(EMPTY_COMPOSER).outcome).toBe('unchanged');
  });

  it('removes the word before the cursor, and the space after the word', () => {
    expect(seen(deleteWord(typed('one two  three', 9)).composer)).toBe('one |three');
    expect(seen(deleteWord(typed('one', 2)).composer)).toBe('|e');
  });

  it('removes the whole text', () => {
    expect(deleteAll(typed('one two')).composer).toEqual(EMPTY_COMPOSER);
  });
});

describe('the cursor', () => {
  it('steps over whole characters and stops at both ends', () => {
    let composer = typed(`a${FAMILY}`);
    for (const expected of ['a|', '|a']) {
      composer = moveCursor(composer, 'left').composer;
      expect(seen(composer).startsWith(expected)).toBe(true);
    }
    expect(moveCursor(composer, 'left').outcome).toBe('unchanged');
    expect(moveCursor(composer, 'end').composer.cursor).toBe(2);
    expect(moveCursor(typed('abc'), 'right').outcome).toBe('unchanged');
    expect(moveCursor(typed('abc'), 'start').composer.cursor).toBe(0);
  });
});

describe('Enter', () => {
  it('sends once, however often it is pressed', () => {
    const first = takeText(typed('hello'));
    if (!first.ok) throw new Error(first.error);
    expect(first.value.text).toBe('hello');
    expect(takeText(first.value.composer)).toEqual({ ok: false, error: 'empty' });
  });

  it('refuses white space', () => {
    expect(takeText(typed(' \n '))).toEqual({ ok: false, error: 'empty' });
  });
});

describe('a draft', () => {
  it('comes back with its cursor', () => {
    const draft = { text: `hello ${FAMILY}`, cursor: 3 };
    expect(draftOf(composerOf(draft))).toEqual(draft);
  });

  it('that could not be typed here is cleaned and cut instead of locking the field', () => {
    const composer = composerOf({ text: `\u0007${'a'.repeat(200)}`, cursor: 999 });
    expect(composerText(composer)).toBe(`□${'a'.repeat(159)}`);
    expect(composer.cursor).toBe(160);
  });
});
