/**
 * A character as a reader counts it: an extended grapheme cluster (Unicode UAX #29). The counter, the cursor and
 * Backspace all count in these.
 */

/**
 * Printable ASCII and LF: each is its own cluster, so no segmenter is needed. CR is left out because CR LF is one
 * cluster.
 */
const PLAIN = /^[\n\x20-\x7e]*$/;

/** The text's grapheme clusters in order; joined they give the text again. */
export function graphemes(text: string): readonly string[] {
  if (PLAIN.test(text)) return text.split('');
  return Array.from(newSegmenter().segment(text), (part) => part.segment);
}

/**
 * How many grapheme clusters the text has. Takes time in proportion to its length, so check the byte limit first on a
 * text from outside.
 */
export function countGraphemes(text: string): number {
  if (PLAIN.test(text)) return text.length;
  return Array.from(newSegmenter().segment(text)).length;
}

/** Clusters do not depend on the language; the locale is named so that the machine's own cannot matter. */
function newSegmenter(): Intl.Segmenter {
  return new Intl.Segmenter('en', { granularity: 'grapheme' });
}
