import { ALT_BOTTOM, ALT_DIGITS, qwertyLegends, twelveKeyLegends, type LanguageLegends } from '../key-legends.ts';

export const italian: LanguageLegends = {
  qwerty: qwertyLegends(['qwertyuiop', 'asdfghjkl', 'zxcvbnm'], [ALT_DIGITS, '@#+àèéìòù', ALT_BOTTOM], '-=*/()î'),
  twelveKey: twelveKeyLegends(['abcà', 'defèé', 'ghiì', 'jkl', 'mnoò', 'pqrs', 'tuvù', 'wxyz']),
};
