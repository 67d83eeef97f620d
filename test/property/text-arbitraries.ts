import fc from 'fast-check';

/** Pieces that make trouble when they meet: joiners, selectors, halves of flags, accents, overrides, halves of surrogates, white space. */
// prettier-ignore
const PIECES = [
  'a', 'Z', '0', '#', ' ', '\n', '\r', '\r\n', '\t', '\u0000', '\u0301', '\u0323', '\u0334', '\u200b', '\u200d', '\ufe0e', '\ufe0f', '\u20e3',
  '\u202e', '\u2066', '\u0600', '\u0958', '\u1100', '\u1161', '\u11a8', '\uac00', 'ż', 'я', 'Ω', 'ש', '日', '한', '\uf00c', '\ud83d', '\ude00', '👍',
  '🏽', '👩', '❤', '❤️', '👨‍👩‍👧‍👦', '👨🏻‍❤️‍💋‍👨🏿', '🇮', '🇹', '🏴', '\u{e0067}', '\u{e007f}', '🏴󠁧󠁢󠁥󠁮󠁧󠁿', '\u{1d160}', '\u{10fffd}', '\u2800', '\u0915', '\u094d', '\u0937',
];

/** Texts from the empty one to well beyond the limits, most of them nasty. */
export const anyText: fc.Arbitrary<string> = fc.oneof(
  fc.string({ unit: 'grapheme', maxLength: 250 }),
  fc.string({ unit: 'binary', maxLength: 100 }),
  fc.array(fc.constantFrom(...PIECES), { maxLength: 60 }).map((pieces) => pieces.join('')),
  fc.tuple(fc.constantFrom(...PIECES), fc.integer({ min: 1, max: 700 })).map(([piece, times]) => piece.repeat(times)),
);

/** One key's worth of text. */
export const anyPiece: fc.Arbitrary<string> = fc.constantFrom(...PIECES);
