import { headerKey } from '../../wire/framing/header-names.ts';
import { parseMediaType } from '../../wire/grammar/media-type.ts';
import { isContentPlain } from '../../wire/message/cpim-head.ts';
import { contentTypeIn, cpimOf } from './cpim-of.ts';
import { firstField, type EndToEndMessage } from './end-to-end-message.ts';

/** word [ "@" word ] (RFC 3261 §25.1). */
const CALL_ID = /^[\w\-.!%*+`'~()<>:\\"/[\]?{}]+(?:@[\w\-.!%*+`'~()<>:\\"/[\]?{}]+)?$/;

/**
 * The text in a CPIM message, as a plain message. Null when the CPIM holds something else (a report must never be shown
 * as a text), or when the text is encoded. The plain message's Call-ID is the CPIM message's id, by which a device
 * reports on a plain text and drops a double.
 */
export function textOf(message: EndToEndMessage): EndToEndMessage | null {
  const cpim = firstField(message, 'Content-Encoding') === null ? cpimOf(message) : null;
  if (cpim === null || !isContentPlain(cpim)) return null;
  const contentType = contentTypeIn(cpim);
  if (contentType === null || parseMediaType(contentType)?.type !== 'text/plain') return null;
  const id = cpim.imdn.get('Message-ID');
  const replaced = new Map([['content-type', contentType]]);
  if (id !== undefined && CALL_ID.test(id)) replaced.set('call-id', id);
  const fields = message.fields.map(({ name, value }) => ({ name, value: replaced.get(headerKey(name)) ?? value }));
  return { ...message, fields, body: cpim.content };
}
