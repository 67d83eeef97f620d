import { PLACEHOLDER } from '../../domain/text/visible-text.ts';

/** Joiners and selectors inside emoji. They have no glyphs, and LVGL draws every code point separately. */
const INVISIBLE_IN_EMOJI = /[\u200d\ufe0e\ufe0f\u20e3]|[\u{1f3fb}-\u{1f3ff}]|[\u{e0020}-\u{e007f}]/gu;
const PLAIN = /^[\n\x20-\u1fff]*$/;

/**
 * A text as LVGL can draw it. Its fonts have one picture per code point, so a joined emoji appears as its parts, and a
 * skin tone or a variation is left out. Only the drawing changes: what is stored and sent stays as it is.
 */
export function drawable(text: string): string {
  // A text in LVGL ends at a NUL, so a NUL from outside must never reach it.
  return PLAIN.test(text) ? text : text.replaceAll('\0', PLACEHOLDER).replaceAll(INVISIBLE_IN_EMOJI, '');
}
