import {
  ALT_BOTTOM,
  ALT_DIGITS,
  ALT_MIDDLE,
  qwertyLegends,
  twelveKeyLegends,
  type LanguageLegends,
} from '../key-legends.ts';

/** The Greek keyboard. Its question mark looks like a semicolon and is on Q. Accented vowels come first under Sym. */
export const greek: LanguageLegends = {
  qwerty: qwertyLegends(
    [';ςερτυθιοπ', 'ασδφγηξκλ', 'ζχψωβνμ'],
    [ALT_DIGITS, ALT_MIDDLE, ALT_BOTTOM],
    'άέήίόύώϊϋΐΰΆΈΉΊΌΎΏ',
  ),
  twelveKey: twelveKeyLegends(['αβγά', 'δεζέ', 'ηθιήίϊΐ', 'κλμ', 'νξοό', 'πρσς', 'τυφύϋΰ', 'χψωώ']),
};
