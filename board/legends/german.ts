import { ALT_BOTTOM, ALT_DIGITS, qwertyLegends, twelveKeyLegends, type LanguageLegends } from '../key-legends.ts';

/** QWERTZ. */
export const german: LanguageLegends = {
  qwerty: qwertyLegends(['qwertzuiop', 'asdfghjkl', 'yxcvbnm'], [ALT_DIGITS, '@ß+-=*üöä', ALT_BOTTOM], '#/()'),
  twelveKey: twelveKeyLegends(['abcä', 'def', 'ghi', 'jkl', 'mnoö', 'pqrsß', 'tuvü', 'wxyz']),
};
