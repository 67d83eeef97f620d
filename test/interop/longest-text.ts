/** 160 grapheme clusters in 600 bytes of UTF-8: both limits of a Secure Message at once. */
export const LONGEST_TEXT = '🐢'.repeat(146) + 'ż'.repeat(2) + 'a'.repeat(12);
