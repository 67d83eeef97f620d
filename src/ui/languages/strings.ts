import type { en, enPlurals } from './en.ts';

export type StringKey = keyof typeof en;
type PluralKey = keyof typeof enPlurals;
/** One text per plural category of the language (Unicode CLDR). `other` always exists. */
type PluralForms = Readonly<Partial<Record<Intl.LDMLPluralRule, string>>> & { readonly other: string };

/** All words of one language. */
export interface Language {
  /** BCP 47 tag, for dates and plural rules. */
  readonly locale: string;
  readonly texts: Readonly<Record<StringKey, string>>;
  readonly plurals: Readonly<Record<PluralKey, PluralForms>>;
}

/** The names between braces in a text: `'sends until {time}'` has the place `'time'`. */
type Places<Text extends string> = Text extends `${string}{${infer Name}}${infer Rest}` ? Name | Places<Rest> : never;
type Values<Key extends StringKey> = Readonly<Record<Places<(typeof en)[Key]>, string>>;
/** A text without places takes no second argument. */
type ValuesArgument<Key extends StringKey> = [Places<(typeof en)[Key]>] extends [never] ? [] : [Values<Key>];

/** Gives the texts of one language. */
export interface Strings {
  readonly locale: string;
  text<Key extends StringKey>(key: Key, ...values: ValuesArgument<Key>): string;
  count(key: PluralKey, count: number): string;
}

export function createStrings(language: Language): Strings {
  // Intl costs milliseconds at start, so the rules are made when a count is first needed.
  let rules: Intl.PluralRules | null = null;
  return {
    locale: language.locale,
    text: (key, ...values) => fill(language.texts[key], values[0] ?? {}),
    count: (key, count) => {
      rules ??= new Intl.PluralRules(language.locale);
      const forms = language.plurals[key];
      return fill(forms[rules.select(count)] ?? forms.other, { count: String(count) });
    },
  };
}

const PLACE = /\{(\w+)\}/g;

/** Fills each place once, so that braces in a message's own text stay as they are. */
function fill(text: string, values: Readonly<Record<string, string>>): string {
  if (!text.includes('{')) return text;
  return text.replaceAll(PLACE, (place, name: string) => values[name] ?? place);
}
