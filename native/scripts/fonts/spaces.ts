// Unicode's spaces of fixed width. Inter has only two of them, so the font of the icons has them all, but for U+202F and
// U+205F, to which LVGL gives no width in any font.

/** Widths in 1/1000 em by code point. A figure space is as wide as Inter's digits, a punctuation space as its full stop. */
export const spaceWidths: ReadonlyMap<number, number> = new Map([
  [0x1680, 500],
  [0x2000, 500],
  [0x2001, 1000],
  [0x2002, 500],
  [0x2003, 1000],
  [0x2004, 333],
  [0x2005, 250],
  [0x2006, 167],
  [0x2007, 631],
  [0x2008, 288],
  [0x2009, 200],
  [0x200a, 100],
  [0x3000, 1000],
]);
