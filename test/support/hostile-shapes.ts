import * as fc from 'fast-check';

/**
 * What a hostile text is made of: everything that the grammars of SIP, MIME, CPIM, XML and addresses give a meaning to,
 * whole and in part.
 */
const UNITS = [
  ...[' ', '\t', ' \t', ', ', ',', '; ', ';', ';a', ';a=', ';a=b', ';a="', ';a="b"', ';a=(', '= ', '=', '/ ', '/'],
  ...['"', '""', '" ', '"\\', '\\', '\\"', '(', ')', '()', '(\\', '( ', '<', '>', '<>', '< ', '[', ']', "'", '`', '?'],
  ...[':', '::', ' :', '@', 'a@', '%', '%4', '%41', '.', 'a.', '-', '--', '*', '&', '&amp;', '&#x', '+', '~', '{', '}'],
  ...['a', 'a ', 'a,', 'A1', '0', '0.', '0:', 'sip:', 'ż', '\u{1f422}', 'e\u0301', '\u0301', '\u00a0', '\u2028'],
  ...['\r\n', '\r\n ', '\r\n\t', '\r\n\r\n', '\n', '\r', '\0', 'X: a\r\n', 'X:a\r\n b\r\n', 'NS: a <b>\r\n'],
  ...['<a>', '<a ', '</a>', '<a/>', '<a xmlns:a=""/>', ' a=""', " a:b='&lt;'", '<!--', '-->', '<!---->', '<?'],
];
const ENDS = ['', '!', '"', '>'];

/** A text of about this many characters: a beginning, something many times over, and an end. */
export type HostileShape = (size: number) => string;

function shape(start: string, unit: string, end: string): HostileShape {
  return (size) => start + unit.repeat(Math.max(1, Math.floor(size / unit.length))) + end;
}

/** Each unit many times over, behind each beginning and before each end. */
export function hostileShapes(starts: readonly string[]): readonly (readonly [string, HostileShape])[] {
  return starts.flatMap((start) =>
    UNITS.flatMap((unit) => ENDS.map((end) => [JSON.stringify([start, unit, end]), shape(start, unit, end)] as const)),
  );
}

/** Several units, many times over. */
export function mixedShape(starts: readonly string[]): fc.Arbitrary<readonly [string, HostileShape]> {
  const units = fc.array(fc.constantFrom(...UNITS), { minLength: 2, maxLength: 4 }).map((some) => some.join(''));
  const start = fc.tuple(fc.constantFrom(...starts), fc.constantFrom('', ...UNITS)).map((some) => some.join(''));
  return fc
    .tuple(start, units, fc.constantFrom(...ENDS, ...UNITS))
    .map(([first, unit, end]) => [JSON.stringify([first, unit, end]), shape(first, unit, end)] as const);
}
