import { countGraphemes } from './graphemes.ts';
import { failure, success, type Result } from '../result.ts';

/** Limit of one Secure Message in characters, counted as grapheme clusters. */
export const MAX_TEXT_GRAPHEMES = 160;
/**
 * Limit of one Secure Message in bytes of UTF-8. It keeps the request, sealed and signed, inside one SIP MESSAGE (RFC
 * 3428 §8: 1,300 bytes).
 */
export const MAX_TEXT_BYTES = 600;

/** A text's size, as the counter shows it and as the wire counts it. */
export interface TextLength {
  readonly graphemes: number;
  readonly bytes: number;
}

/** Whether a text may be sent as one Secure Message, and its size. */
export function checkText(text: string): Result<TextLength, 'empty' | 'too-long'> {
  const size = sizeWithinLimits(text);
  if (size === null) return failure('too-long');
  return isBlank(text) ? failure('empty') : success(size);
}

/**
 * The text's size, or null when it exceeds either limit. Bytes are counted first: a letter under 100,000 accents is one
 * grapheme cluster, and counting it so would be expensive.
 */
export function sizeWithinLimits(text: string): TextLength | null {
  // A UTF-16 unit takes at least one byte, so a long text is refused without being read.
  if (text.length > MAX_TEXT_BYTES) return null;
  const bytes = utf8Bytes(text);
  if (bytes > MAX_TEXT_BYTES) return null;
  const graphemes = countGraphemes(text);
  return graphemes > MAX_TEXT_GRAPHEMES ? null : { graphemes, bytes };
}

/**
 * How many bytes the text takes in UTF-8. A lone surrogate counts as 3: an encoder writes the replacement character for
 * it.
 */
export function utf8Bytes(text: string): number {
  let bytes = 0;
  for (const character of text) bytes += characterBytes(character.codePointAt(0) ?? 0);
  return bytes;
}

function characterBytes(codePoint: number): number {
  if (codePoint < 0x80) return 1;
  if (codePoint < 0x800) return 2;
  return codePoint < 0x10000 ? 3 : 4;
}

/**
 * White space, characters that are drawn as nothing, and the empty Braille cell: a message of only these says nothing.
 */
const BLANK = /^[\p{White_Space}\p{Default_Ignorable_Code_Point}\u2800]*$/u;

/** Whether there is nothing to read in the text. */
export function isBlank(text: string): boolean {
  return BLANK.test(text);
}
