import { graphemes } from './graphemes.ts';
import { utf8Bytes } from './text-limits.ts';

/**
 * As much of a received text is kept. Ours have at most 600 bytes; other programs send more, and no text may cost more
 * than its length is worth.
 */
export const MAX_RECEIVED_BYTES = 4_096;

/** The cut may move back this far so that no character is torn; a "character" that is longer is torn. */
const LONGEST_CHARACTER_UNITS = 64;

export interface ReceivedBody {
  readonly body: string;
  /** Bytes of UTF-8 that were left out, 0 for a text that is whole. The owner is told. */
  readonly cutBytes: number;
}

/** The beginning of a received text that is kept. Takes time in proportion to the text's length. */
export function keptOf(text: string): ReceivedBody {
  // A UTF-16 unit takes at most three bytes, so most texts are not even counted.
  if (text.length * 3 <= MAX_RECEIVED_BYTES) return { body: text, cutBytes: 0 };
  const bytes = utf8Bytes(text);
  if (bytes <= MAX_RECEIVED_BYTES) return { body: text, cutBytes: 0 };
  const body = withWholeEnd(fittingUnits(text), text);
  return { body, cutBytes: bytes - utf8Bytes(body) };
}

/** The most code points that fit. */
function fittingUnits(text: string): string {
  let bytes = 0;
  let units = 0;
  for (const character of text) {
    bytes += utf8Bytes(character);
    if (bytes > MAX_RECEIVED_BYTES) break;
    units += character.length;
  }
  return text.slice(0, units);
}

/** Without the character that the cut went through. */
function withWholeEnd(kept: string, text: string): string {
  const around = text.slice(kept.length - LONGEST_CHARACTER_UNITS, kept.length + LONGEST_CHARACTER_UNITS);
  let end = 0;
  for (const character of graphemes(around)) {
    if (end + character.length > LONGEST_CHARACTER_UNITS) break;
    end += character.length;
  }
  return end === 0 ? kept : kept.slice(0, kept.length - LONGEST_CHARACTER_UNITS + end);
}
