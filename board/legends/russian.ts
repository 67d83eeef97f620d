import { ALT_DIGITS, qwertyLegends, twelveKeyLegends, type LanguageLegends } from '../key-legends.ts';

/** ЙЦУКЕН; the seven letters beyond the 26 keys sit on Alt, on the right where their own places would be. */
export const russian: LanguageLegends = {
  qwerty: qwertyLegends(['йцукенгшщз', 'фывапролд', 'ячсмить'], [ALT_DIGITS, '@#+-=*хэж', '!?:ёъюб'], ',/();"\''),
  twelveKey: twelveKeyLegends(['абвг', 'дежзё', 'ийкл', 'мноп', 'рсту', 'фхцч', 'шщъы', 'ьэюя']),
};
