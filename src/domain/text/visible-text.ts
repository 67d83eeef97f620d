import { boundedClusters } from './bounded-clusters.ts';

/**
 * Makes received text safe for the screen. A character that has no picture and would act on its surroundings is left
 * out or replaced. What Unicode says is drawn as nothing is drawn as nothing: bidi controls, joiners, zero widths,
 * tags. The text then stands in the order in which it was written, whatever they ask for. Controls, halves of
 * characters and the private use area, where LVGL has its padlock, tick and battery icons, become a visible box. See
 * UTS #36 and CVE-2021-42574.
 */

/** U+25A1 WHITE SQUARE, shown in place of each character that is not shown. */
export const PLACEHOLDER = '\u25a1';

const PICTOGRAPH = String.raw`\p{Extended_Pictographic}(?:\ufe0f|\p{Emoji_Modifier})?`;
/** The flags of England, Scotland and Wales: a black flag and letters made of tags. */
const TAGGED_FLAG = ['gbeng', 'gbsct', 'gbwls'].map((region) => `\u{1f3f4}${tags(region)}\u{e007f}`).join('|');
/**
 * An emoji with invisible parts, as UTS #51 builds it: pictographs joined by ZWJ, a keycap, a pictograph with a
 * presentation selector, a flag made of tags. Inside these, joiners, selectors and tags are needed and stay. They are
 * listed here by their form, because to look for each emoji of Unicode's list takes 8 µs at every character.
 */
const EMOJI = String.raw`${PICTOGRAPH}(?:\u200d${PICTOGRAPH})+|[0-9#*]\ufe0f?\u20e3|${TAGGED_FLAG}|\p{Extended_Pictographic}[\ufe0e\ufe0f]`;

/** Arabic and Kaithi signs that Unicode calls "format" characters although they are visible. */
const SEEN_FORMAT = String.raw`[\u0600-\u0605\u06dd\u070f\u0890\u0891\u08e2\u{110bd}\u{110cd}]`;
const DRAWN_AS_NOTHING = String.raw`[\p{Default_Ignorable_Code_Point}\p{Bidi_Control}]`;
const UNSEEN = String.raw`[[\p{Cc}--\n]\p{Cs}\p{Co}\p{Zl}\p{Zp}\p{Noncharacter_Code_Point}${DRAWN_AS_NOTHING}[\p{Cf}--${SEEN_FORMAT}]]`;

const HAS_UNSEEN = new RegExp(UNSEEN, 'v');
const IS_DRAWN_AS_NOTHING = new RegExp(DRAWN_AS_NOTHING, 'v');
const EMOJI_OR_UNSEEN = new RegExp(`(${EMOJI})|${UNSEEN}`, 'gv');
/** A text of these characters alone, as most are, needs no change. */
const PLAIN = /^[\n\x20-\x7e]*$/;

const BYTE_ORDER_MARK = '\ufeff';
/** Line breaks of other systems and of typesetting. Many peers end a line with CR LF. */
const LINE_BREAK = /\r\n|[\v\f\u0085\u2028\u2029]/g;

/**
 * The text as it may be drawn, in NFC because fonts have the composed letters. White space of every kind is shown as a
 * space or a line break. Takes time in proportion to its length.
 */
export function visibleText(received: string): string {
  const text = whiteSpaceAsTyped(received);
  if (PLAIN.test(text)) return text;
  // Bounded first: to put a tower of accents in order would take time with the square of its height.
  return boundedClusters(withoutUnseen(text), PLACEHOLDER).normalize('NFC');
}

function whiteSpaceAsTyped(received: string): string {
  const text = received.startsWith(BYTE_ORDER_MARK) ? received.slice(1) : received;
  // A CR alone stays, and becomes a box: it would let a text overwrite its own beginning.
  return text.replaceAll(LINE_BREAK, '\n').replaceAll('\t', ' ');
}

function withoutUnseen(text: string): string {
  if (!HAS_UNSEEN.test(text)) return text;
  return text.replace(
    EMOJI_OR_UNSEEN,
    (found, emoji: string | undefined) => emoji ?? (IS_DRAWN_AS_NOTHING.test(found) ? '' : PLACEHOLDER),
  );
}

/**
 * Whether a text holds only what may be typed and sent: nothing that its receiver would have to leave out or to replace
 * by a box. LF is allowed.
 */
export function isTypeable(text: string): boolean {
  if (PLAIN.test(text) || !HAS_UNSEEN.test(text)) return true;
  for (const match of text.matchAll(EMOJI_OR_UNSEEN)) {
    if (match[1] === undefined) return false;
  }
  return true;
}

function tags(letters: string): string {
  return Array.from(letters, (letter) => String.fromCodePoint(0xe0000 + letter.charCodeAt(0))).join('');
}
