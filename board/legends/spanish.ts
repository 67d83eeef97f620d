import { ALT_DIGITS, qwertyLegends, twelveKeyLegends, type LanguageLegends } from '../key-legends.ts';

export const spanish: LanguageLegends = {
  qwerty: qwertyLegends(['qwertyuiop', 'asdfghjkl', 'zxcvbnm'], [ALT_DIGITS, '@#áéíóúüñ', '!?:;¿¡,'], '+-=*/()"\''),
  twelveKey: twelveKeyLegends(['abcá', 'defé', 'ghií', 'jkl', 'mnoñó', 'pqrs', 'tuvúü', 'wxyz'], '¿¡'),
};
