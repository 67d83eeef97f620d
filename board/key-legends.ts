import type { KeyLegend, KeyMap, KeyName } from '../src/domain/keys/key-map.ts';

/** What the keys type in one language, for both kinds of keypad. */
export interface LanguageLegends {
  readonly qwerty: Pick<KeyMap, 'legends' | 'symbols'>;
  readonly twelveKey: Pick<KeyMap, 'legends' | 'symbols'>;
}

/** The three rows of letter keys, the same on every QWERTY board here. */
const LETTER_KEYS: readonly (readonly KeyName[])[] = [
  ['Q', 'W', 'E', 'R', 'T', 'Y', 'U', 'I', 'O', 'P'],
  ['A', 'S', 'D', 'F', 'G', 'H', 'J', 'K', 'L'],
  ['Z', 'X', 'C', 'V', 'B', 'N', 'M'],
];

/** What Alt types in languages that need no letters there. */
export const ALT_DIGITS = '1234567890';
export const ALT_MIDDLE = '@#+-=*/()';
export const ALT_BOTTOM = '!?:;"\',';

/** What Sym offers after the language's own letters, most used first. */
const COMMON_SYMBOLS = Array.from('.,?!\'"-()@/:;_&%+=*#€£$°<>[]{}\\|~^…–—«»“”‘’„•§©®¿¡');

/** The character in upper case, or unchanged where that would be more than one character (ß). */
function upperCase(character: string): string {
  const upper = character.toUpperCase();
  return Array.from(upper).length === 1 ? upper : character;
}

/**
 * @param letters lower case, three rows, one character for each key of `LETTER_KEYS`.
 * @param alt what Alt types, in the same form.
 * @param extraSymbols the language's letters that no key has, most used first.
 */
export function qwertyLegends(
  letters: readonly [string, string, string],
  alt: readonly [string, string, string],
  extraSymbols: string,
): LanguageLegends['qwerty'] {
  const legends: Partial<Record<KeyName, KeyLegend>> = {
    Space: { plain: ' ', shift: ' ', alt: ' ' },
    Period: { plain: '.', shift: '.', alt: '.' },
  };
  LETTER_KEYS.forEach((keys, row) => {
    const plains = Array.from(letters[row] ?? '');
    const alts = Array.from(alt[row] ?? '');
    if (plains.length !== keys.length || alts.length !== keys.length) {
      throw new RangeError(
        `row ${row + 1} has ${keys.length} keys, not "${letters[row] ?? ''}" and "${alt[row] ?? ''}"`,
      );
    }
    keys.forEach((key, column) => {
      const plain = plains[column] ?? '';
      legends[key] = { plain, shift: upperCase(plain), alt: alts[column] ?? '' };
    });
  });
  return { legends, symbols: symbolsAfter(extraSymbols) };
}

/** @param letters for each of the keys 2 to 9 its characters in the order of tapping, lower case, without the digit. */
export function twelveKeyLegends(
  letters: readonly [string, string, string, string, string, string, string, string],
  extraSymbols = '',
): LanguageLegends['twelveKey'] {
  const legends: Partial<Record<KeyName, KeyLegend>> = {
    '1': { plain: '.,?!\'"-()@/:_1', shift: '.,?!\'"-()@/:_1', alt: '1' },
    '0': { plain: ' 0', shift: ' 0', alt: '0' },
  };
  const keys = ['2', '3', '4', '5', '6', '7', '8', '9'] as const;
  keys.forEach((digit, index) => {
    const plain = (letters[index] ?? '') + digit;
    legends[digit] = { plain, shift: Array.from(plain, upperCase).join(''), alt: digit };
  });
  return { legends, symbols: symbolsAfter(extraSymbols) };
}

function symbolsAfter(extra: string): readonly string[] {
  const own = Array.from(extra);
  return [...own, ...COMMON_SYMBOLS.filter((symbol) => !own.includes(symbol))];
}
