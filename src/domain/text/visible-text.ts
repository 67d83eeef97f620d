import { graphemes } from './graphemes.ts';

/**
 * Makes received text safe for the screen. A character that is invisible, or that would act on its surroundings, is
 * replaced by a visible box: controls, bidi overrides, zero width characters, tags, and the private use area, where
 * LVGL has its padlock, tick and battery icons. See UTS #36 and CVE-2021-42574.
 */

/** U+25A1 WHITE SQUARE, shown in place of each character that is not shown. */
export const PLACEHOLDER = '\u25a1';
/**
 * How many code points of one grapheme cluster are drawn. No living script needs more, and a tower of accents would
 * cover its neighbours.
 */
export const MAX_CLUSTER_CODE_POINTS = 8;

/**
 * An emoji as UTS #51 builds it: pictographs joined by ZWJ, a keycap, a pictograph with a presentation selector, or a
 * flag made of tags. Inside these, joiners, selectors and tags are harmless and needed; anywhere else they are hidden
 * content.
 */
const PICTOGRAPH = String.raw`\p{Extended_Pictographic}(?:\ufe0f|\p{Emoji_Modifier})?`;
const EMOJI = String.raw`${PICTOGRAPH}(?:\u200d${PICTOGRAPH})+|[0-9#*]\ufe0f?\u20e3|\p{RGI_Emoji}|\p{Extended_Pictographic}[\ufe0e\ufe0f]`;

/** Arabic and Kaithi signs that Unicode calls "format" characters although they are visible. */
const SEEN_FORMAT = String.raw`[\u0600-\u0605\u06dd\u070f\u0890\u0891\u08e2\u{110bd}\u{110cd}]`;
const UNSEEN = String.raw`[[\p{Cc}--\n]\p{Cs}\p{Co}\p{Zl}\p{Zp}\p{Noncharacter_Code_Point}\p{Default_Ignorable_Code_Point}[\p{Cf}--${SEEN_FORMAT}]]`;

const EMOJI_OR_UNSEEN = new RegExp(`(${EMOJI})|${UNSEEN}`, 'gv');
const LEADING_EMOJI = /^\p{RGI_Emoji}/v;
/** A text of these characters alone, as most are, needs no change. */
const PLAIN = /^[\n\x20-\x7e]*$/;

const BYTE_ORDER_MARK = '\ufeff';
/** Line breaks of other systems and of typesetting. Many peers end a line with CR LF. */
const LINE_BREAK = /\r\n|[\v\f\u0085\u2028\u2029]/g;

/**
 * The text with a box for each character that must not be drawn or acted on, in NFC because fonts have the composed
 * letters. White space of every kind is shown as a space or a line break. Takes time in proportion to its length.
 */
export function visibleText(received: string): string {
  const text = whiteSpaceAsTyped(received);
  if (PLAIN.test(text)) return text;
  return graphemes(withBoxes(text)).map(boundedCluster).join('').normalize('NFC');
}

function whiteSpaceAsTyped(received: string): string {
  const text = received.startsWith(BYTE_ORDER_MARK) ? received.slice(1) : received;
  // A CR alone stays, and becomes a box: it would let a text overwrite its own beginning.
  return text.replaceAll(LINE_BREAK, '\n').replaceAll('\t', ' ');
}

function withBoxes(text: string): string {
  return text.replace(EMOJI_OR_UNSEEN, (_all, emoji: string | undefined) => emoji ?? PLACEHOLDER);
}

function boundedCluster(cluster: string): string {
  // UTF-16 units are counted first, which is cheap: a cluster never has more code points than units.
  if (cluster.length <= MAX_CLUSTER_CODE_POINTS) return cluster;
  const codePoints = Array.from(cluster);
  const limit = Math.max(MAX_CLUSTER_CODE_POINTS, leadingEmojiLength(cluster));
  if (codePoints.length <= limit) return cluster;
  // Boxes are put in again, because the cut may have left a joiner with nothing after it.
  return withBoxes(codePoints.slice(0, limit).join('')) + PLACEHOLDER;
}

/** A few of Unicode's own emoji are longer than the limit (a kiss with two skin tones has 10 code points). */
function leadingEmojiLength(cluster: string): number {
  return Array.from(LEADING_EMOJI.exec(cluster)?.[0] ?? '').length;
}

/**
 * Whether a text holds only what may be typed and sent: nothing that its receiver would have to replace by a box. LF is
 * allowed.
 */
export function isTypeable(text: string): boolean {
  if (PLAIN.test(text)) return true;
  for (const match of text.matchAll(EMOJI_OR_UNSEEN)) {
    if (match[1] === undefined) return false;
  }
  return true;
}
