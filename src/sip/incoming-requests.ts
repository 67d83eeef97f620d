import { peerDomain, peerUser, type PeerAddress } from '../domain/peer-address.ts';
import type { Log } from '../ports/log.ts';
import type { ReceivedReport, ReceivedText, ReceiveVerdict } from '../ports/message-link.ts';
import type { Random } from '../ports/random.ts';
import { encodeAnswer, type Answer } from '../wire/encoding/answer.ts';
import type { Frame, FrameHead } from '../wire/framing/frame.ts';
import type { GatePolicy } from '../wire/gate/gate-policy.ts';
import { examineRequest } from '../wire/gate/request-gate.ts';
import type { SipRequest } from '../wire/grammar/sip-message.ts';
import type { SipUri } from '../wire/grammar/sip-uri.ts';
import { ACCEPTED_ENCODINGS, ACCEPTED_TYPES, understandMessage } from './message/incoming-message.ts';

/** What the relay is told when the disk is full: how soon to try again. */
const RETRY_AFTER_S = 60;
const METHODS = ['MESSAGE', 'OPTIONS'];

export interface IncomingRequestsParts {
  readonly own: PeerAddress;
  /** Hosts under which a Request-URI may name us besides our domain: the SIP domain, and our Contact's; it may grow. Lower case. */
  readonly ownHosts: ReadonlySet<string>;
  readonly random: Random;
  readonly log: Log;
  readonly send: (answer: Uint8Array) => void;
  /** Durable when it returns 'kept'. May throw. */
  readonly receive: (message: ReceivedText | ReceivedReport) => ReceiveVerdict;
  readonly peerSpeaksCpim: (peer: PeerAddress) => void;
}

/** Answers what comes on our own flow: first the gate, then the store, then the answer (RFC 3261 §8.2, RFC 3428 §7). */
export class IncomingRequests {
  readonly #parts: IncomingRequestsParts;
  readonly #policy: GatePolicy;

  constructor(parts: IncomingRequestsParts) {
    this.#parts = parts;
    this.#policy = {
      role: 'endpoint',
      methods: METHODS,
      extensions: [],
      content: { types: ACCEPTED_TYPES, encodings: ACCEPTED_ENCODINGS },
      isOwn: (uri) => this.#isOwn(uri),
    };
  }

  receive(frame: Frame): void {
    const verdict = examineRequest(frame, this.#policy);
    if (verdict.kind === 'pass') this.answer(frame, this.#handle(verdict.request));
    else if (verdict.kind === 'refuse') {
      const { status, reason, headers } = verdict.refusal;
      this.answer(frame, { statusCode: status, reason, headers: headers ?? [] });
    }
  }

  /** Every answer is final and goes out at once, so that no transaction is kept (RFC 3261 §17.2.2: timer J is zero on TLS). */
  answer(head: FrameHead, answer: Answer): void {
    const toTag = Buffer.from(this.#parts.random.bytes(9)).toString('base64url');
    const bytes = encodeAnswer(head, answer, toTag);
    if (bytes !== null) this.#parts.send(bytes);
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
    if (!understood.ok) {
      const { status, reason, headers } = understood.error;
      return { statusCode: status, reason, headers: headers ?? [] };
    }
    const { message, from, isCpim } = understood.value;
    // A report may have been written by the relay in the peer's name; a text was not.
    if (isCpim && message?.kind === 'text') this.#parts.peerSpeaksCpim(from);
    return answerOf(message === null ? 'kept' : this.#store(message));
  }

  #store(message: ReceivedText | ReceivedReport): ReceiveVerdict {
    try {
      return this.#parts.receive(message);
    } catch (error) {
      this.#parts.log.error('sip.receive-threw', { kind: message.kind }, error);
      return 'unable';
    }
  }

  #isOwn(uri: SipUri): boolean {
    const { own, ownHosts } = this.#parts;
    const isHere = uri.host === peerDomain(own) || ownHosts.has(uri.host);
    return uri.user !== null && unescape(uri.user) === unescape(peerUser(own)) && isHere;
  }
}

function answerOf(verdict: ReceiveVerdict): Answer {
  switch (verdict) {
    case 'kept':
      return { statusCode: 200, reason: 'OK' };
    case 'unable':
      return {
        statusCode: 503,
        reason: 'Service Unavailable',
        headers: [{ name: 'Retry-After', value: String(RETRY_AFTER_S) }],
      };
    case 'unwanted':
      return { statusCode: 403, reason: 'Forbidden' };
  }
}

/** Escapes resolved once; a user part that cannot be resolved equals only itself (RFC 3261 §19.1.4). */
function unescape(user: string): string {
  try {
    return decodeURIComponent(user);
  } catch {
    return user;
  }
}
