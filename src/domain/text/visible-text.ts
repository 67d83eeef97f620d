import { graphemes } from './graphemes.ts';

/**
 * Received text, made safe for the screen. What cannot be seen, or would act on what is around it (controls, bidi overrides, zero width, tags,
 * private use, where LVGL keeps its padlock, tick and battery icons), stands as a visible box instead. See UTS #36 and CVE-2021-42574.
 */

/** Shown for each character that is not. U+25A1 WHITE SQUARE. */
export const PLACEHOLDER = '\u25a1';
/** Code points of one grapheme cluster that are drawn: no living script needs more, and a tower of accents covers its neighbours. */
export const MAX_CLUSTER_CODE_POINTS = 8;

/**
 * An emoji as UTS #51 builds it: pictographs joined by ZWJ, a keycap, one with a presentation selector, a flag made of tags. Inside
 * these the joiners, selectors and tags are harmless and needed; anywhere else they are invisible freight.
 */
const PICTOGRAPH = String.raw`\p{Extended_Pictographic}(?:\ufe0f|\p{Emoji_Modifier})?`;
const EMOJI = String.raw`${PICTOGRAPH}(?:\u200d${PICTOGRAPH})+|[0-9#*]\ufe0f?\u20e3|\p{RGI_Emoji}|\p{Extended_Pictographic}[\ufe0e\ufe0f]`;

/** Arabic and Kaithi signs that Unicode files under "format" although they are seen. */
const SEEN_FORMAT = String.raw`[\u0600-\u0605\u06dd\u070f\u0890\u0891\u08e2\u{110bd}\u{110cd}]`;
const UNSEEN = String.raw`[[\p{Cc}--\n]\p{Cs}\p{Co}\p{Zl}\p{Zp}\p{Noncharacter_Code_Point}\p{Default_Ignorable_Code_Point}[\p{Cf}--${SEEN_FORMAT}]]`;

const EMOJI_OR_UNSEEN = new RegExp(`(${EMOJI})|${UNSEEN}`, 'gv');
const LEADING_EMOJI = /^\p{RGI_Emoji}/v;
/** Nothing to do for a text of these alone, which most are. */
const PLAIN = /^[\n\x20-\x7e]*$/;

/** The text with a box for each character that must not be drawn or acted on, in NFC so that fonts have its letters. Linear in its length. */
export function visibleText(received: string): string {
  // CR LF is how many peers end a line; alone, CR would let a text overwrite its own beginning.
  const lines = received.replaceAll('\r\n', '\n');
  if (PLAIN.test(lines)) return lines;
  return graphemes(withBoxes(lines)).map(boundedCluster).join('').normalize('NFC');
}

function withBoxes(text: string): string {
  return text.replace(EMOJI_OR_UNSEEN, (_all, emoji: string | undefined) => emoji ?? PLACEHOLDER);
}

function boundedCluster(cluster: string): string {
  // UTF-16 units first: most clusters have no more of them than code points are allowed.
  if (cluster.length <= MAX_CLUSTER_CODE_POINTS) return cluster;
  const codePoints = Array.from(cluster);
  const limit = Math.max(MAX_CLUSTER_CODE_POINTS, leadingEmojiLength(cluster));
  if (codePoints.length <= limit) return cluster;
  // Boxes once more, because the cut may have left a joiner with nothing behind it.
  return withBoxes(codePoints.slice(0, limit).join('')) + PLACEHOLDER;
}

/** A few of Unicode's own emoji are longer than the bound (a kiss of two skin tones has 10 code points). */
function leadingEmojiLength(cluster: string): number {
  return Array.from(LEADING_EMOJI.exec(cluster)?.[0] ?? '').length;
}

/** Whether a text holds only what may be typed and sent: nothing that its receiver would have to show as a box. LF is allowed. */
export function isTypeable(text: string): boolean {
  if (PLAIN.test(text)) return true;
  for (const match of text.matchAll(EMOJI_OR_UNSEEN)) {
    if (match[1] === undefined) return false;
  }
  return true;
}
