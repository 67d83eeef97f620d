import { parseMediaType } from '../../wire/grammar/media-type.ts';
import { contentTypeIn, cpimOf, typeOf } from './cpim-of.ts';
import type { EndToEndMessage } from './end-to-end-message.ts';

/**
 * What somebody's client tells of this moment: that its owner is typing (RFC 3994), is there (RFC 3863), is in a call
 * (RFC 4235) or has mail (RFC 3842). Nobody wrote it, and an hour later it is wrong.
 */
const MOMENTARY = new Set([
  'application/im-iscomposing+xml',
  'application/pidf+xml',
  'application/pidf-diff+xml',
  'application/dialog-info+xml',
  'application/simple-message-summary',
]);

/** Whether the body is no message to anybody: never stored, reported on or counted. */
export function isEphemeral(message: EndToEndMessage): boolean {
  const outer = typeOf(message);
  if (outer !== null && MOMENTARY.has(outer)) return true;
  const cpim = cpimOf(message);
  const inner = cpim === null ? null : parseMediaType(contentTypeIn(cpim) ?? '');
  return inner !== null && MOMENTARY.has(inner.type);
}
