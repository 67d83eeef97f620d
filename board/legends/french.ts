import { ALT_BOTTOM, ALT_DIGITS, qwertyLegends, twelveKeyLegends, type LanguageLegends } from '../key-legends.ts';

/** AZERTY, with m in the bottom row, because the middle row has only nine keys. */
export const french: LanguageLegends = {
  qwerty: qwertyLegends(['azertyuiop', 'qsdfghjkl', 'wxcvbnm'], [ALT_DIGITS, '@àéèêçùôî', ALT_BOTTOM], 'âëïûœ#+-=*/()'),
  twelveKey: twelveKeyLegends(['abcàâç', 'deféèêë', 'ghiîï', 'jkl', 'mnoôœ', 'pqrs', 'tuvùûü', 'wxyz']),
};
