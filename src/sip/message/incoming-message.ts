import { createHash } from 'node:crypto';
import { inflateSync } from 'node:zlib';
import { parseMessageId, type MessageId } from '../../domain/history/message-id.ts';
import { parsePeerAddress, type PeerAddress } from '../../domain/peer-address.ts';
import { failure, success, type Result } from '../../domain/result.ts';
import type { Received, ReceivedReport, ReceivedText } from '../../ports/network/message-link.ts';
import { FRAME_LIMITS } from '../../wire/framing/frame-limits.ts';
import type { GateRefusal } from '../../wire/gate/gate-policy.ts';
import { parseMediaType, type MediaType } from '../../wire/grammar/media-type.ts';
import type { SipRequest } from '../../wire/grammar/sip-message.ts';
import { CPIM_TYPE } from '../../wire/message/cpim-head.ts';
import { parseCpim, type CpimMessage } from '../../wire/message/cpim.ts';
import { parseDateTime, parseSipDate } from '../../wire/message/date-times.ts';
import { isMomentary } from '../../wire/message/momentary.ts';
import { IMDN_TYPE, parseImdn } from '../../wire/message/imdn.ts';
import { decodeText } from '../../wire/message/text-decoding.ts';

/** Media types that a MESSAGE may carry; listed in Accept. */
export const ACCEPTED_TYPES = ['text/plain', CPIM_TYPE, IMDN_TYPE];
/** Encodings besides identity; listed in Accept-Encoding. Linphone deflates its reports. */
export const ACCEPTED_ENCODINGS = ['deflate'];

/**
 * A MESSAGE that was understood. `message` is null for a notification that means nothing to the owner; it is answered
 * 200 and forgotten.
 */
export interface UnderstoodMessage {
  readonly message: Received | null;
  readonly from: PeerAddress;
  /** The peer speaks CPIM. */
  readonly isCpim: boolean;
}

type Understanding<Value> = Result<Value, GateRefusal>;

const unsupported: GateRefusal = {
  status: 415,
  reason: 'Unsupported Media Type',
  headers: [{ name: 'Accept', value: ACCEPTED_TYPES.join(', ') }],
};
const bad = (reason: string): GateRefusal => ({ status: 400, reason });

/**
 * Reads a MESSAGE that passed the gate. The sender is the From header, which the relay authenticated. A CPIM From is
 * only what its writer claims. One that names somebody else is refused with 415, so that a peer that merely writes CPIM
 * wrongly falls back to plain text, which has no such field.
 */
export function understandMessage(request: SipRequest): Understanding<UnderstoodMessage> {
  const from = parsePeerAddress(request.from.uri);
  if (!from.ok) return failure(bad('Bad From'));
  const type = parseMediaType(request.headers.first('Content-Type') ?? '');
  const body = decompress(request);
  if (type === null || body === null) return failure(bad('Bad Content'));
  const origin: Origin = { request, from: from.value };
  const message = type.type === CPIM_TYPE ? readCpim(body, origin) : readPart(type, body, null, origin);
  if (!message.ok) return message;
  return success({ message: message.value, from: from.value, isCpim: type.type === CPIM_TYPE });
}

interface Origin {
  readonly request: SipRequest;
  readonly from: PeerAddress;
}

/** Null when the body cannot be inflated within the limit of a body: a few bytes may stand for a gigabyte. */
function decompress({ headers, body }: SipRequest): Uint8Array | null {
  const applied = headers.list('Content-Encoding').filter((encoding) => encoding.toLowerCase() !== 'identity');
  if (applied.length === 0) return body;
  if (applied.length > 1) return null;
  try {
    return inflateSync(body, { maxOutputLength: FRAME_LIMITS.bodyBytes });
  } catch {
    return null;
  }
}

function readCpim(body: Uint8Array, origin: Origin): Understanding<UnderstoodMessage['message']> {
  const cpim = parseCpim(body);
  if (!cpim.ok) return failure(cpim.error === 'unsupported' ? unsupported : bad('Bad CPIM'));
  if (!isWrittenBy(cpim.value, origin.from)) return failure(unsupported);
  return readPart(cpim.value.contentType, cpim.value.content, cpim.value, origin);
}

/**
 * Compares as peers are compared: the display name does not count, and `im:` (RFC 3860) means the same person as
 * `sip:`. A message without a CPIM From claims nothing.
 */
function isWrittenBy({ headers }: CpimMessage, sender: PeerAddress): boolean {
  const claimed = headers.get('From');
  if (claimed === undefined) return true;
  const writer = parsePeerAddress(claimed.replace(/(^|<)im:/i, '$1sip:'));
  return writer.ok && writer.value === sender;
}

function readPart(
  type: MediaType,
  content: Uint8Array,
  cpim: CpimMessage | null,
  origin: Origin,
): Understanding<UnderstoodMessage['message']> {
  if (type.type === IMDN_TYPE) return readReport(content, origin);
  // Answered, so that the peer's client sees no fault, and forgotten: nobody wrote it.
  if (isMomentary(type.type)) return success(null);
  return type.type === 'text/plain' ? readText(type, content, cpim, origin) : failure(unsupported);
}

function readReport(content: Uint8Array, { from }: Origin): Understanding<ReceivedReport | null> {
  const imdn = parseImdn(content);
  if (!imdn.ok) return failure(bad('Bad IMDN'));
  const { about, disposition } = imdn.value;
  return success(disposition === null ? null : { kind: 'report', from, about, disposition });
}

function readText(
  type: MediaType,
  content: Uint8Array,
  cpim: CpimMessage | null,
  { request, from }: Origin,
): Understanding<ReceivedText> {
  const body = decodeText(content, type.parameters.get('charset'));
  if (!body.ok) return failure(body.error === 'unknown' ? unsupported : bad('Bad Text'));
  const messageId = cpim?.imdn.get('Message-ID');
  const id = messageId === undefined ? success(identityOf(request)) : parseMessageId(messageId);
  if (!id.ok) return failure(bad('Bad Message-ID'));
  // On the wire a line ends with CRLF (RFC 2046 §4.1.1), here as it is typed.
  const text = body.value.replace(/\r\n/g, '\n');
  // Without a Message-ID, no report could say what it is about (RFC 5438 §7.1.1.1).
  const wishes = messageId === undefined ? [] : dispositionWishes(cpim);
  return success({
    kind: 'text',
    id: id.value,
    idIfTaken: digestOf(id.value, text),
    from,
    body: text,
    sentAtMs: parseDateTime(cpim?.headers.get('DateTime')) ?? parseSipDate(request.headers.first('Date')),
    wantsDeliveryReport: wishes.includes('positive-delivery'),
    wantsReadReport: wishes.includes('display'),
  });
}

/**
 * What tells a text without a Message-ID from others (RFC 3261 §8.1.1): a client may send all that it writes to
 * somebody under one Call-ID. A repetition has all three again.
 */
function identityOf({ callId, cseq, from }: SipRequest): MessageId {
  return digestOf(callId, `${cseq.number}`, from.parameters.get('tag') ?? '');
}

function digestOf(...parts: readonly string[]): MessageId {
  // As JSON no two lists of parts are written alike.
  return createHash('sha256').update(JSON.stringify(parts)).digest('base64url') as MessageId;
}

function dispositionWishes(cpim: CpimMessage | null): readonly string[] {
  const wishes = cpim?.imdn.get('Disposition-Notification') ?? '';
  // Each wish may have parameters of its own (RFC 5438 §6.4).
  return wishes.split(',').map((wish) => (wish.split(';', 1)[0] ?? '').trim().toLowerCase());
}
