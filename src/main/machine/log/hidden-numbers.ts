const HIDDEN = '…';
/**
 * Seven digits and more are a telephone number, until somebody shows that they are not. Linear: a run of digits is
 * looked at once.
 */
const NUMBER = /(?<![A-Za-z0-9])\+?\d{7,}(?![A-Za-z0-9])/g;
/** What ends the user part of an address to the left; all else may stand in one (RFC 3261 §25.1). */
const BEFORE_USER = /[\s<>"]/;

/**
 * The text without any whole number: the user part of each address (whatever stands before an `@`), and each long
 * number by itself. Too much is hidden rather than too little: a log leaves the device.
 */
export function hideNumbers(text: string): string {
  const pieces = text.split('@');
  const last = pieces.pop() ?? '';
  return [...pieces.map(withoutUser), last].join('@').replace(NUMBER, HIDDEN);
}

function withoutUser(piece: string): string {
  let end = piece.length;
  while (end > 0 && !BEFORE_USER.test(piece.charAt(end - 1))) end -= 1;
  return end === piece.length ? piece : `${piece.slice(0, end)}${HIDDEN}`;
}
