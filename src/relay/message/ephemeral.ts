import { parseMediaType } from '../../wire/grammar/media-type.ts';
import { isMomentary } from '../../wire/message/momentary.ts';
import { contentTypeIn, cpimOf, typeOf } from './cpim-of.ts';
import type { EndToEndMessage } from './end-to-end-message.ts';

/** Whether the body is no message to anybody: never stored, reported on or counted. */
export function isEphemeral(message: EndToEndMessage): boolean {
  const outer = typeOf(message);
  if (outer !== null && isMomentary(outer)) return true;
  const cpim = cpimOf(message);
  const inner = cpim === null ? null : parseMediaType(contentTypeIn(cpim) ?? '');
  return inner !== null && isMomentary(inner.type);
}
