import { ALT_DIGITS, qwertyLegends, twelveKeyLegends, type LanguageLegends } from '../key-legends.ts';

/** ЙЦУКЕН. The seven letters for which the 26 keys have no room are on Alt, on the right, near their usual places. */
export const russian: LanguageLegends = {
  qwerty: qwertyLegends(['йцукенгшщз', 'фывапролд', 'ячсмить'], [ALT_DIGITS, '@#+-=*хэж', '!?:ёъюб'], ',/();"\''),
  twelveKey: twelveKeyLegends(['абвг', 'дежзё', 'ийкл', 'мноп', 'рсту', 'фхцч', 'шщъы', 'ьэюя']),
};
