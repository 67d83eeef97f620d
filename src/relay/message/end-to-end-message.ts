import type { PeerAddress } from '../../domain/peer-address.ts';
import type { EpochMs } from '../../domain/time.ts';
import type { HeaderField } from '../../wire/framing/frame.ts';
import { headerKey } from '../../wire/framing/header-names.ts';
import type { SipRequest } from '../../wire/grammar/sip-message.ts';
import { formatSipDate } from '../../wire/message/date-times.ts';

/**
 * The part of a MESSAGE that belongs to sender and recipient alone and arrives as it was sent, now or out of the store:
 * To, Call-ID, CSeq, Content-Type with its parameters, Date, every other header that is not listed below, and every
 * byte of the body. From holds what the relay has checked, and nothing else.
 */
export interface EndToEndMessage {
  readonly from: PeerAddress;
  readonly to: PeerAddress;
  readonly fields: readonly HeaderField[];
  readonly body: Uint8Array;
  /** How many more hops the message may take; the relay's own is already deducted. */
  readonly hopsLeft: number;
  /** The relay itself wrote it, about another message. Nothing is ever reported about it (RFC 5438 §5). */
  readonly isRelayReport: boolean;
}

const HOP_BY_HOP = new Set([
  // The sender's Via and Contact show its network address, which is not for the recipient. Answers are matched by our
  // own Via.
  'via',
  'contact',
  // Ours is the only proxy. A Route that names us has done its work, and one that names others is not followed (no open
  // relay).
  'route',
  'record-route',
  'path',
  'max-forwards',
  'proxy-require',
  // One client's answer to a challenge must not reach another client.
  'authorization',
  'proxy-authorization',
  // RFC 3325 §7: only From, which the relay has checked, counts as the sender's identity.
  'p-asserted-identity',
  'p-preferred-identity',
  'remote-party-id',
  // The same, as other elements say it: whom to answer, or who sent it on.
  'reply-to',
  'sender',
  'referred-by',
  'history-info',
  'diversion',
  // What tells in which network somebody is (RFC 7315 §4.4).
  'p-access-network-info',
  'p-visited-network-id',
  'p-charging-vector',
  'p-charging-function-addresses',
  // A client that fetches what these name tells the sender where it is, and that it is on.
  'alert-info',
  'call-info',
  'error-info',
  'content-length',
  // Only the relay itself may say this.
  'x-relay-notice',
]);

/** RFC 3261 §8.1.1.6. */
export const DEFAULT_HOPS = 70;

export function endToEndMessage(request: SipRequest, from: PeerAddress, to: PeerAddress): EndToEndMessage {
  return {
    from,
    to,
    fields: request.headers.fields
      .filter(({ name }) => !HOP_BY_HOP.has(headerKey(name)))
      .map((field) => (headerKey(field.name) === 'from' ? { name: 'From', value: checkedFrom(request, from) } : field)),
    body: request.body,
    hopsLeft: (request.maxForwards ?? DEFAULT_HOPS) - 1,
    isRelayReport: false,
  };
}

/** Without the name that a sender calls itself by: many clients show it in place of the address. */
function checkedFrom({ from: { parameters } }: SipRequest, from: PeerAddress): string {
  const tag = parameters.get('tag') ?? null;
  return tag === null ? `<${from}>` : `<${from}>;tag=${tag}`;
}

export function firstField(message: EndToEndMessage, name: string): string | null {
  const key = headerKey(name);
  return message.fields.find((field) => headerKey(field.name) === key)?.value ?? null;
}

/**
 * Gives a message without a Date the time of its arrival (RFC 3261 §20.17), so that the recipient can tell how old it
 * is.
 */
export function withDate(message: EndToEndMessage, nowMs: EpochMs): EndToEndMessage {
  if (firstField(message, 'Date') !== null) return message;
  const date = { name: 'Date', value: formatSipDate(nowMs) };
  return { ...message, fields: [...message.fields, date] };
}
