import type { en, enPlurals } from './en.ts';

export type StringKey = keyof typeof en;
type PluralKey = keyof typeof enPlurals;
/** The plural categories of Unicode CLDR; a language has some of them, and `other` always. */
type PluralCategory = Intl.LDMLPluralRule;
type PluralForms = Readonly<Partial<Record<PluralCategory, string>>> & { readonly other: string };

/**
 * The calendar's words. Intl knows them too, but its first use costs a handset 13 ms at its start, and 7 MB for as long
 * as it runs.
 */
export interface DateWords {
  /** From Sunday. */
  readonly weekdays: readonly string[];
  readonly shortWeekdays: readonly string[];
  /** From January. */
  readonly months: readonly string[];
  /** With the places weekday, day, month and year, of which each form takes some; in `short` all are digits. */
  readonly forms: { readonly weekday: string; readonly year: string; readonly short: string };
}

/** All words of one language. */
export interface Language {
  /** BCP 47 tag. */
  readonly locale: string;
  readonly texts: Readonly<Record<StringKey, string>>;
  readonly plurals: Readonly<Record<PluralKey, PluralForms>>;
  readonly pluralOf: (count: number) => PluralCategory;
  readonly dates: DateWords;
}

/** The names between braces in a text: `'sends until {time}'` has the place `'time'`. */
type Places<Text extends string> = Text extends `${string}{${infer Name}}${infer Rest}` ? Name | Places<Rest> : never;
type Values<Key extends StringKey> = Readonly<Record<Places<(typeof en)[Key]>, string>>;
/** A text without places takes no second argument. */
type ValuesArgument<Key extends StringKey> = [Places<(typeof en)[Key]>] extends [never] ? [] : [Values<Key>];

/** Gives the texts of one language. */
export interface Strings {
  readonly dates: DateWords;
  text<Key extends StringKey>(key: Key, ...values: ValuesArgument<Key>): string;
  count(key: PluralKey, count: number): string;
}

export function createStrings(language: Language): Strings {
  return {
    dates: language.dates,
    text: (key, ...values) => fill(language.texts[key], values[0] ?? {}),
    count: (key, count) => {
      const forms = language.plurals[key];
      return fill(forms[language.pluralOf(count)] ?? forms.other, { count: String(count) });
    },
  };
}

const PLACE = /\{(\w+)\}/g;

/** Fills each place once, so that braces in a message's own text stay as they are. */
export function fill(text: string, values: Readonly<Record<string, string>>): string {
  if (!text.includes('{')) return text;
  return text.replaceAll(PLACE, (place, name: string) => values[name] ?? place);
}
