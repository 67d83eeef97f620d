import { headerKey } from '../../wire/framing/header-names.ts';
import { parseMediaType } from '../../wire/grammar/media-type.ts';
import { readCpimHead } from './cpim-head.ts';
import { firstField, type EndToEndMessage } from './end-to-end-message.ts';
import { imdnMessageId } from './failure-report.ts';

/** word [ "@" word ] (RFC 3261 §25.1). */
const CALL_ID = /^[\w\-.!%*+`'~()<>:\\"/[\]?{}]+(?:@[\w\-.!%*+`'~()<>:\\"/[\]?{}]+)?$/;

/**
 * The text in a CPIM message, as a plain one; null when it holds something else (a report must never be shown as a text), or in some
 * encoding. Its Call-ID is the message's id, by which a device reports on a plain text and drops a double.
 */
export function textOf(message: EndToEndMessage): EndToEndMessage | null {
  if (typeOf(firstField(message, 'Content-Type')) !== 'message/cpim') return null;
  if (firstField(message, 'Content-Encoding') !== null) return null;
  const cpim = readCpimHead(message.body);
  const contentType = cpim?.contentType ?? null;
  const text = cpim?.content ?? null;
  if (cpim === null || text === null || contentType === null || typeOf(contentType) !== 'text/plain') return null;
  const id = imdnMessageId(cpim);
  const replaced = new Map([['content-type', contentType]]);
  if (id !== null && CALL_ID.test(id)) replaced.set('call-id', id);
  const fields = message.fields.map(({ name, value }) => ({ name, value: replaced.get(headerKey(name)) ?? value }));
  return { ...message, fields, body: text };
}

function typeOf(contentType: string | null): string | undefined {
  return parseMediaType(contentType ?? '')?.type;
}
