import { graphemes } from './graphemes.ts';

/**
 * How many code points of one grapheme cluster are drawn. No living script needs more, and a tower of accents would
 * cover its neighbours.
 */
export const MAX_CLUSTER_CODE_POINTS = 8;

/**
 * What joins its neighbour to one grapheme cluster (UAX #29: Extend, ZWJ, SpacingMark, Prepend, Hangul jamo). Without
 * one of these no cluster has more than two code points.
 */
const JOINS = String.raw`\p{M}\p{Grapheme_Extend}\p{Emoji_Modifier}\u0e33\u0eb3\u200c\u200d\u{e0020}-\u{e007f}\u0600-\u0605\u06dd\u070f\u0890\u0891\u08e2\u0d4e\u{110bd}\u{110cd}\u{111c2}\u{111c3}\u{1193f}\u{11941}\u{11a3a}\u{11a84}-\u{11a89}\u{11d46}\u{11f02}\u1100-\u11ff\ua960-\ua97f\ud7b0-\ud7ff`;
/**
 * Where a cluster may be too long: two neighbours inside one are never both without a join, so the longest has one at
 * every second place. Only these parts are cut into clusters, which takes 3 µs for each.
 */
const PERHAPS_LONG = new RegExp(`[^${JOINS}]{0,2}(?:[${JOINS}][^${JOINS}]?){4,}`, 'gv');

/** A few of Unicode's own emoji are longer than the limit: a kiss with two skin tones has 10 code points. */
const LEADING_EMOJI = /^(?=\p{Extended_Pictographic})\p{RGI_Emoji}/v;

/** The text with each cluster that is too long cut, and the cut marked. Takes time in proportion to its length. */
export function boundedClusters(text: string, mark: string): string {
  return text.replace(PERHAPS_LONG, (part) =>
    graphemes(part)
      .map((cluster) => bounded(cluster, mark))
      .join(''),
  );
}

function bounded(cluster: string, mark: string): string {
  // UTF-16 units are counted first, which is cheap: a cluster never has more code points than units.
  if (cluster.length <= MAX_CLUSTER_CODE_POINTS) return cluster;
  const codePoints = Array.from(cluster);
  const limit = Math.max(MAX_CLUSTER_CODE_POINTS, leadingEmojiLength(cluster));
  if (codePoints.length <= limit) return cluster;
  // A joiner with nothing after it would join what follows the mark.
  return (
    codePoints
      .slice(0, limit)
      .join('')
      .replace(/\u200d$/, '') + mark
  );
}

function leadingEmojiLength(cluster: string): number {
  return Array.from(LEADING_EMOJI.exec(cluster)?.[0] ?? '').length;
}
