import type { Font } from '../../../native/src/index.ts';
import { PLACEHOLDER } from '../../domain/text/visible-text.ts';
import { similarSigns } from './similar-signs.ts';

const PLAIN = /^[\n\x20-\x7e]*$/;
/** What has a picture in every font is left alone without asking. */
const PERHAPS_WITHOUT_PICTURE = /[^\n\x20-\x7e\u00a0-\u017f]/gu;

/**
 * A text as LVGL can draw it. Its fonts have one picture per code point, so a joined emoji appears as its parts, a skin
 * tone or a variation is left out, and what has no picture is drawn by signs that mean the same, where there are such.
 * Each code point is drawn by itself, so that a part of a text is drawn as it is in the whole. Only the drawing
 * changes: what is stored and sent stays as it is.
 */
export function drawable(text: string, font: Font): string {
  if (PLAIN.test(text)) return text;
  const known = new Map<string, string>();
  // A text in LVGL ends at a NUL, so a NUL from outside must never reach it.
  return text.replaceAll('\0', PLACEHOLDER).replaceAll(PERHAPS_WITHOUT_PICTURE, (character) => {
    const drawn = known.get(character) ?? drawnCharacter(character, font);
    known.set(character, drawn);
    return drawn;
  });
}

/** LVGL gives these no width, whatever the font says: a narrow space that must not part, and one of mathematics. */
const SPACES_WITHOUT_WIDTH: Readonly<Record<string, string>> = { '\u202f': '\u00a0', '\u205f': '\u2005' };

/** Joiners, selectors, skin tones and keycaps, which are a part of the sign before them. */
const PART_OF_EMOJI = /^[\p{Default_Ignorable_Code_Point}\u20e3\p{Emoji_Modifier}]$/v;
const LETTER_OF_FLAG = /^(?:\p{Regional_Indicator}|[\u{e0061}-\u{e007a}])$/u;

function drawnCharacter(character: string, font: Font): string {
  if (LETTER_OF_FLAG.test(character)) return flagLetter(character);
  if (PART_OF_EMOJI.test(character)) return '';
  const space = SPACES_WITHOUT_WIDTH[character];
  if (space !== undefined) return space;
  if (font.hasGlyph(character)) return character;
  const similar = similarSigns(character);
  return similar !== null && Array.from(similar).every((sign) => font.hasGlyph(sign)) ? similar : character;
}

const FIRST_REGIONAL = 0x1f1e6;
const FIRST_TAG = 0xe0061;

/** Flags are written by the letters of their countries: by regional indicators, or by tags behind a black flag. */
function flagLetter(character: string): string {
  const codePoint = character.codePointAt(0) ?? 0;
  return String.fromCharCode(0x41 + codePoint - (codePoint < FIRST_TAG ? FIRST_REGIONAL : FIRST_TAG));
}
