import {
  ALT_BOTTOM,
  ALT_DIGITS,
  ALT_MIDDLE,
  qwertyLegends,
  twelveKeyLegends,
  type LanguageLegends,
} from '../key-legends.ts';

/** The Greek keyboard: its question mark looks like a semicolon and sits on Q; accented vowels come first under Sym. */
export const greek: LanguageLegends = {
  qwerty: qwertyLegends(
    [';ςερτυθιοπ', 'ασδφγηξκλ', 'ζχψωβνμ'],
    [ALT_DIGITS, ALT_MIDDLE, ALT_BOTTOM],
    'άέήίόύώϊϋΐΰΆΈΉΊΌΎΏ',
  ),
  twelveKey: twelveKeyLegends(['αβγά', 'δεζέ', 'ηθιήίϊΐ', 'κλμ', 'νξοό', 'πρσς', 'τυφύϋΰ', 'χψωώ']),
};
