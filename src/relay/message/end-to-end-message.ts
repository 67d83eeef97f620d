import type { PeerAddress } from '../../domain/peer-address.ts';
import type { EpochMs } from '../../domain/time.ts';
import type { HeaderField } from '../../wire/framing/frame.ts';
import { headerKey } from '../../wire/framing/header-names.ts';
import type { SipRequest } from '../../wire/grammar/sip-message.ts';
import { formatSipDate } from '../../wire/message/date-times.ts';

/**
 * What of a MESSAGE belongs to sender and recipient alone: it arrives as it was sent, now or out of the store. From, To, Call-ID, CSeq,
 * Content-Type with its parameters, Date and whatever else is not listed below, and every byte of the body.
 */
export interface EndToEndMessage {
  readonly from: PeerAddress;
  readonly to: PeerAddress;
  readonly fields: readonly HeaderField[];
  readonly body: Uint8Array;
  /** How many more hops it may take, ours deducted. */
  readonly hopsLeft: number;
  /** The relay wrote it itself, about another message: nothing is ever reported about it (RFC 5438 §5). */
  readonly isRelayReport: boolean;
}

const HOP_BY_HOP = new Set([
  // The sender's Via and Contact tell its network address, which is none of the recipient's business; answers are matched by our own Via.
  'via',
  'contact',
  // Ours is the only proxy: a Route that names us is used up, and one that names others is not followed (no open relay).
  'route',
  'record-route',
  'path',
  'max-forwards',
  'proxy-require',
  // An answer to a challenge must not reach another client.
  'authorization',
  'proxy-authorization',
  // RFC 3325 §7: who a client says that it is counts only in From, which the relay has checked.
  'p-asserted-identity',
  'p-preferred-identity',
  'remote-party-id',
  'content-length',
]);

/** RFC 3261 §8.1.1.6. */
export const DEFAULT_HOPS = 70;

export function endToEndMessage(request: SipRequest, from: PeerAddress, to: PeerAddress): EndToEndMessage {
  return {
    from,
    to,
    fields: request.headers.fields.filter(({ name }) => !HOP_BY_HOP.has(headerKey(name))),
    body: request.body,
    hopsLeft: (request.maxForwards ?? DEFAULT_HOPS) - 1,
    isRelayReport: false,
  };
}

export function firstField(message: EndToEndMessage, name: string): string | null {
  const key = headerKey(name);
  return message.fields.find((field) => headerKey(field.name) === key)?.value ?? null;
}

/** A stored message without a Date gets the time of its arrival (RFC 3261 §20.17), or nobody could tell how old it is. */
export function withDate(message: EndToEndMessage, nowMs: EpochMs): EndToEndMessage {
  if (firstField(message, 'Date') !== null) return message;
  const date = { name: 'Date', value: formatSipDate(nowMs) };
  return { ...message, fields: [...message.fields, date] };
}
