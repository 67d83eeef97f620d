/**
 * What a reader calls a character: an extended grapheme cluster (Unicode UAX #29). The counter, the cursor and Backspace all go by it.
 */

/** Printable ASCII and LF: each is a cluster of its own, so nothing has to be segmented. CR is left out because CR LF is one. */
const PLAIN = /^[\n\x20-\x7e]*$/;

/** The text's grapheme clusters in order; joined they are the text again. */
export function graphemes(text: string): readonly string[] {
  if (PLAIN.test(text)) return text.split('');
  return Array.from(newSegmenter().segment(text), (part) => part.segment);
}

/** How many grapheme clusters the text has. Linear in its length: check the byte limit first on what comes from outside. */
export function countGraphemes(text: string): number {
  if (PLAIN.test(text)) return text.length;
  return Array.from(newSegmenter().segment(text)).length;
}

/** Clusters do not depend on the language; the locale is named so that the machine's own cannot matter. */
function newSegmenter(): Intl.Segmenter {
  return new Intl.Segmenter('en', { granularity: 'grapheme' });
}
