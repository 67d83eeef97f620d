import { FRAME_LIMITS } from '../framing/frame-limits.ts';
import type { FrameHead, HeaderField } from '../framing/frame.ts';
import { headerKey } from '../framing/header-names.ts';
import { parseNameAddr } from '../grammar/name-addr.ts';
import { encodeResponse } from './serialize.ts';

export interface Answer {
  /** 100…699. */
  readonly statusCode: number;
  readonly reason: string;
  /** Further headers besides the copied ones. */
  readonly headers?: readonly HeaderField[];
}

const COPIED = ['via', 'from', 'to', 'call-id', 'cseq'];
const NOT_ASCII = /[^\t\x20-\x7e]/g;

/**
 * The answer to a request, however broken the request was (RFC 3261 §8.2.6). Via, From, To, Call-ID and CSeq are copied
 * as they came, and To gets `toTag` when it has no tag. Null when the request has no Via or no CSeq, because nobody
 * could match the answer.
 * @param toTag an unguessable token that the caller chose for this request
 */
export function encodeAnswer(head: FrameHead, answer: Answer, toTag: string): string | null {
  const copied = head.headers.filter(({ name }) => COPIED.includes(headerKey(name)));
  const has = (key: string): boolean => copied.some(({ name }) => headerKey(name) === key);
  if (!has('via') || !has('cseq')) return null;
  const headers = copied.map(({ name, value }) => {
    // The client matches by Via and CSeq alone (§17.1.3). When the head was not valid UTF-8, characters beyond ASCII
    // would go out as other and more bytes than arrived.
    const clean = head.isUtf8 ? value : value.replace(NOT_ASCII, ' ');
    return { name, value: headerKey(name) === 'to' && answer.statusCode > 100 ? tagged(clean, toTag) : clean };
  });
  const encoded = encodeResponse({ ...answer, headers: [...headers, ...(answer.headers ?? [])] });
  return encoded.ok ? encoded.value : null;
}

function tagged(to: string, toTag: string): string {
  const hasTag = parseNameAddr(to)?.parameters.has('tag') ?? /;[ \t]*tag[ \t]*=/i.test(to);
  const longer = `${to};tag=${toTag}`;
  // The client can match an answer without a tag, but a line beyond the limits would cost the connection.
  return hasTag || Buffer.byteLength(`To: ${longer}`) > FRAME_LIMITS.lineBytes ? to : longer;
}
