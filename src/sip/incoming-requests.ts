import { parsePeerAddress, peerDomain, peerUser, type PeerAddress } from '../domain/peer-address.ts';
import type { ReceiveVerdict, Received, ReceivedNotice, ReceivedReport } from '../ports/network/message-link.ts';
import type { Clock } from '../ports/system/clock.ts';
import type { Answer } from '../wire/encoding/answer.ts';
import type { Frame } from '../wire/framing/frame.ts';
import type { GatePolicy, GateRefusal } from '../wire/gate/gate-policy.ts';
import { examineRequest } from '../wire/gate/request-gate.ts';
import type { SipRequest } from '../wire/grammar/sip-message.ts';
import type { SipUri } from '../wire/grammar/sip-uri.ts';
import { NOTICE_HEADER, parseOtherDeviceNotice } from '../wire/message/relay-notice.ts';
import { isMomentary } from '../wire/message/momentary.ts';
import type { MessageForm } from './message/outgoing-message.ts';
import { ACCEPTED_ENCODINGS, ACCEPTED_TYPES, understandMessage } from './message/incoming-message.ts';
import type { ReceivedRequest } from './transaction/request-server.ts';

/**
 * The answer when a message could not be kept, because the disk is full or we have a fault. The relay keeps the message
 * and tries again a minute later.
 */
export const UNABLE: Answer = {
  statusCode: 503,
  reason: 'Service Unavailable',
  headers: [{ name: 'Retry-After', value: '60' }],
};
/**
 * The answer when the same message fails again and again by a fault of ours: "later" would make the relay bring it for
 * days. An honest sender tries it once more in its other form.
 */
export const FAULTY: Answer = { statusCode: 488, reason: 'Not Acceptable Here' };
/** Longer than it takes to keep a text, so that nothing can be told from the time either. */
export const STRANGER_ANSWER_MS = 40;
const ACCEPTED: Answer = { statusCode: 202, reason: 'Accepted' };
const AWAY: Answer = { statusCode: 480, reason: 'Temporarily Unavailable' };
/** What a report tells that the device itself wrote. */
const OF_DEVICE: ReadonlySet<ReceivedReport['disposition']> = new Set(['delivered', 'displayed']);
const METHODS = ['MESSAGE', 'OPTIONS'];

export interface IncomingRequestsParts {
  readonly own: PeerAddress;
  /**
   * Hosts by which a Request-URI may name us: the SIP domain, and the host of our Contact. Lower case. The set may
   * grow.
   */
  readonly ownHosts: ReadonlySet<string>;
  readonly clock: Clock;
  /** From where this flow's server itself writes to owners; null when it does not say so. */
  readonly noticesFrom: () => PeerAddress | null;
  readonly isKnown: (peer: PeerAddress) => boolean;
  /** Stores a message or report, durably when it returns 'kept'. May throw. */
  readonly receive: (message: Received) => ReceiveVerdict;
  /** The peer's own device wrote in this form. */
  readonly peerWrote: (peer: PeerAddress, what: MessageForm | 'report') => void;
}

/**
 * Decides the answer to a request that arrived on our own flow: first the gate, then the store, then the answer (RFC
 * 3261 §8.2, RFC 3428 §7).
 */
export class IncomingRequests {
  readonly #parts: IncomingRequestsParts;
  readonly #policy: GatePolicy;

  constructor(parts: IncomingRequestsParts) {
    this.#parts = parts;
    this.#policy = {
      role: 'endpoint',
      methods: METHODS,
      extensions: [],
      content: { types: ACCEPTED_TYPES, encodings: ACCEPTED_ENCODINGS, tolerates: isMomentary },
      isOwn: (uri) => this.#isOwn(uri),
    };
  }

  /** Throws what the listener throws. The request has no answer then. */
  receive(frame: Frame, received: ReceivedRequest): void {
    const verdict = examineRequest(frame, this.#policy);
    if (verdict.kind === 'discard') return;
    if (verdict.request !== null && !received.begin(verdict.request)) return;
    const notice = verdict.kind === 'pass' ? this.#noticeIn(verdict.request) : null;
    if (notice !== null) {
      received.answer(answerOf(this.#parts.receive(notice)));
      return;
    }
    const answer = verdict.kind === 'pass' ? this.#handle(verdict.request) : answerTo(verdict.refusal);
    if (verdict.request === null || this.#mayLearn(verdict.request)) received.answer(answer);
    else this.#answerAsAlways(verdict.request.method, received);
  }

  /**
   * What the relay itself tells. The header alone means nothing: anybody can write it. The sender's address alone means
   * nothing either, but on a flow whose server has said that it writes from there.
   */
  #noticeIn({ method, from, headers }: SipRequest): ReceivedNotice | null {
    const writer = this.#parts.noticesFrom();
    const sender = parsePeerAddress(from.uri);
    if (method !== 'MESSAGE' || writer === null || !sender.ok || sender.value !== writer) return null;
    const device = parseOtherDeviceNotice(headers.first(NOTICE_HEADER));
    return device === null ? null : { kind: 'other-device', from: writer, device };
  }

  /** The answer may tell the sender something about us: the owner knows them, or it is the relay itself that asks. */
  #mayLearn({ from }: SipRequest): boolean {
    const sender = parsePeerAddress(from.uri);
    if (!sender.ok) return true;
    try {
      return this.#parts.isKnown(sender.value);
    } catch {
      // An answer that promises nothing would lose a contact's message.
      return true;
    }
  }

  /**
   * The same to whatever it was, and after the same time, however long it took: a text of a kind that is read or not,
   * one that was kept, dropped or known already. 202 is also what a relay says for somebody who is away (RFC 3428 §7:
   * it promises nothing), and 480 what it says to everything else.
   */
  #answerAsAlways(method: string, received: ReceivedRequest): void {
    const answer = method === 'MESSAGE' ? ACCEPTED : AWAY;
    this.#parts.clock.startTimer(STRANGER_ANSWER_MS, () => {
      received.answer(answer);
    });
  }

  #handle(request: SipRequest): Answer {
    if (request.method !== 'OPTIONS') return this.#takeMessage(request);
    const headers = [
      { name: 'Allow', value: METHODS.join(', ') },
      { name: 'Accept', value: ACCEPTED_TYPES.join(', ') },
      { name: 'Accept-Encoding', value: ['identity', ...ACCEPTED_ENCODINGS].join(', ') },
    ];
    return { statusCode: 200, reason: 'OK', headers };
  }

  #takeMessage(request: SipRequest): Answer {
    const understood = understandMessage(request);
    if (!understood.ok) return answerTo(understood.error);
    const { message, from, isCpim } = understood.value;
    if (message === null) return answerOf('kept');
    const verdict = this.#parts.receive(message);
    // What was not taken teaches nothing.
    if (verdict === 'kept') this.#learnForm(from, message, isCpim);
    return answerOf(verdict);
  }

  /**
   * A report that something was delivered or read is the device's own, while the relay writes of failures in its name.
   */
  #learnForm(from: PeerAddress, message: Received, isCpim: boolean): void {
    const { peerWrote } = this.#parts;
    if (message.kind === 'text') peerWrote(from, isCpim ? 'cpim' : 'plain');
    else if (message.kind === 'report' && OF_DEVICE.has(message.disposition)) peerWrote(from, 'report');
  }

  #isOwn(uri: SipUri): boolean {
    const { own, ownHosts } = this.#parts;
    const isHere = uri.host === peerDomain(own) || ownHosts.has(uri.host);
    return uri.user !== null && unescape(uri.user) === unescape(peerUser(own)) && isHere;
  }
}

function answerTo({ status, reason, headers }: GateRefusal): Answer {
  return { statusCode: status, reason, headers: headers ?? [] };
}

function answerOf(verdict: ReceiveVerdict): Answer {
  switch (verdict) {
    case 'kept':
    case 'dropped':
      return { statusCode: 200, reason: 'OK' };
    case 'unable':
      return UNABLE;
    case 'unwanted':
      return { statusCode: 403, reason: 'Forbidden' };
  }
}

/** Resolves escapes once. A user part that cannot be resolved equals only itself (RFC 3261 §19.1.4). */
function unescape(user: string): string {
  try {
    return decodeURIComponent(user);
  } catch {
    return user;
  }
}
