import {
  ALT_BOTTOM,
  ALT_DIGITS,
  ALT_MIDDLE,
  qwertyLegends,
  twelveKeyLegends,
  type LanguageLegends,
} from '../key-legends.ts';

export const english: LanguageLegends = {
  qwerty: qwertyLegends(['qwertyuiop', 'asdfghjkl', 'zxcvbnm'], [ALT_DIGITS, ALT_MIDDLE, ALT_BOTTOM], ''),
  twelveKey: twelveKeyLegends(['abc', 'def', 'ghi', 'jkl', 'mno', 'pqrs', 'tuv', 'wxyz']),
};
