/**
 * What somebody's client tells of this moment: that its owner is typing (RFC 3994), is there (RFC 3863), is in a call
 * (RFC 4235) or has mail (RFC 3842). Nobody wrote it, and an hour later it is wrong: it is no message to anybody.
 */
const MOMENTARY_TYPES = [
  'application/im-iscomposing+xml',
  'application/pidf+xml',
  'application/pidf-diff+xml',
  'application/dialog-info+xml',
  'application/simple-message-summary',
];

/** @param type `type/subtype`, lower case */
export function isMomentary(type: string): boolean {
  return MOMENTARY_TYPES.includes(type);
}
