import { describe, expect, it } from 'vitest';
import { FAILURE_REASONS } from '../../src/domain/history/failure-reason.ts';
import { english } from '../../src/ui/languages/english.ts';
import { italian } from '../../src/ui/languages/it.ts';
import { LANGUAGES } from '../../src/ui/languages/languages.ts';
import { createStrings } from '../../src/ui/languages/strings.ts';

const places = (text: string): readonly string[] =>
  [...text.matchAll(/\{(\w+)\}/g)].map((match) => match[1] ?? '').sort();

describe.each(Object.values(LANGUAGES).filter((language) => language !== english))('$locale', (language) => {
  it('says every text with the same places as English, and none empty', () => {
    for (const [key, text] of Object.entries(english.texts)) {
      const translated = language.texts[key as keyof typeof language.texts];
      expect(translated, key).not.toBe('');
      expect(places(translated), key).toEqual(places(text));
    }
    expect(Object.keys(language.texts).sort()).toEqual(Object.keys(english.texts).sort());
  });

  it('has a form for every plural category of the language', () => {
    const { pluralCategories } = new Intl.PluralRules(language.locale).resolvedOptions();
    for (const forms of Object.values(language.plurals)) {
      for (const category of pluralCategories) expect(forms[category] ?? forms.other).toContain('{count}');
    }
  });
});

describe.each(Object.values(LANGUAGES))('$locale', (language) => {
  it('counts and names days and months as Unicode’s tables do', () => {
    const { locale, dates, pluralOf } = language;
    const rules = new Intl.PluralRules(locale);
    for (let count = 0; count < 200; count += 1) expect(pluralOf(count)).toBe(rules.select(count));
    const inTables = (atMs: number, options: Intl.DateTimeFormatOptions): string =>
      new Intl.DateTimeFormat(locale, { timeZone: 'UTC', ...options }).format(atMs);
    // 4 January 1970 was a Sunday.
    const days = [0, 1, 2, 3, 4, 5, 6].map((day) => Date.UTC(1970, 0, 4 + day));
    expect(dates.weekdays).toEqual(days.map((day) => inTables(day, { weekday: 'long' })));
    expect(dates.shortWeekdays).toEqual(days.map((day) => inTables(day, { weekday: 'short' })));
    const months = [...Array(12).keys()].map((month) => Date.UTC(1970, month, 1));
    expect(dates.months).toEqual(months.map((month) => inTables(month, { month: 'long' })));
  });
});

describe('English', () => {
  it('has plain words for each of the reasons', () => {
    const strings = createStrings(english);
    const words = FAILURE_REASONS.map((reason) => strings.text(`reason.${reason}`));
    expect(new Set(words).size).toBe(FAILURE_REASONS.length);
    expect(words).toContain('unknown number');
  });

  it('counts in words', () => {
    const strings = createStrings(english);
    expect(strings.count('newMessages', 1)).toBe('1 new message');
    expect(strings.count('newMessages', 2)).toBe('2 new messages');
    expect(createStrings(italian).count('newMessages', 2)).toBe('2 nuovi messaggi');
  });

  it('fills each place once: braces in a message stay as they were written', () => {
    expect(createStrings(english).text('history.own', { text: '{text} {time}' })).toBe('You: {text} {time}');
  });
});
