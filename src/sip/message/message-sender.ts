import { outcomeOfStatus, type FailureReason, type TryOutcome } from '../../domain/history/failure-reason.ts';
import { SEND_TRY_TIMEOUT_MS } from '../../domain/outbox/outbox-policy.ts';
import type { PeerAddress } from '../../domain/peer-address.ts';
import type { Clock } from '../../ports/system/clock.ts';
import type { Log } from '../../ports/system/log.ts';
import type { OutgoingReport, OutgoingText } from '../../ports/network/message-link.ts';
import type { Random } from '../../ports/system/random.ts';
import type { FlowSession } from '../flow-session.ts';
import { randomToken } from '../random-token.ts';
import { retryAfterMs } from '../../wire/grammar/retry-after.ts';
import type { LoginFault } from '../login/request-login.ts';
import type { RequestOutcome } from '../transaction/request-client.ts';
import { messageBlueprint, type MessageForm } from './outgoing-message.ts';
import type { PeerForms } from './peer-forms.ts';
import { redirected } from './redirect.ts';

/** 'auto': CPIM, but plain text for peers that refuse CPIM. */
export type MessageFormat = 'auto' | 'cpim' | 'plain';

/** Answers that refuse a body because of its form (RFC 3261 §21.4.13, §21.4.7, §21.4.26). */
const FORM_REFUSED = new Set([406, 415, 488]);

export interface MessageSenderParts {
  readonly from: PeerAddress;
  readonly format: MessageFormat;
  readonly clock: Clock;
  readonly random: Random;
  readonly log: Log;
  readonly peerForms: PeerForms;
}

/** Makes one try to send one message over a registered flow. */
export class MessageSender {
  readonly #parts: MessageSenderParts;

  constructor(parts: MessageSenderParts) {
    this.#parts = parts;
  }

  /** Never rejects. Settles within `SEND_TRY_TIMEOUT_MS`, also when both forms are tried. */
  async send(session: FlowSession, message: OutgoingText | OutgoingReport): Promise<TryOutcome> {
    const { clock, format, peerForms } = this.#parts;
    const startedMs = clock.monotonicMs();
    peerForms.knows(message.to);
    const form = this.#formFor(message.to);
    let outcome = await this.#try(session, message, form, SEND_TRY_TIMEOUT_MS);
    if (format === 'auto' && form === 'cpim' && isFormRefused(outcome)) {
      const leftMs = SEND_TRY_TIMEOUT_MS - (clock.monotonicMs() - startedMs);
      outcome = await this.#try(session, message, 'plain', Math.max(0, leftMs));
      // Only a success in plain text proves that the form was the reason. The refusal may have been about the peer
      // itself.
      if (isAccepted(outcome)) peerForms.refusedCpim(message.to);
    }
    return sendOutcomeOf(outcome, session.heardSince(startedMs));
  }

  #formFor(peer: PeerAddress): MessageForm {
    const { format, peerForms } = this.#parts;
    return format === 'auto' ? peerForms.formFor(peer) : format;
  }

  /** One form, and once more where the answer sends us elsewhere within the bound domain. */
  async #try(
    session: FlowSession,
    message: OutgoingText | OutgoingReport,
    form: MessageForm,
    timeoutMs: number,
  ): Promise<RequestOutcome> {
    const { from, clock, random, log } = this.#parts;
    const reportCallId = randomToken(random, 16);
    const blueprint = messageBlueprint(message, form, from, clock.wallMs(), reportCallId);
    if (blueprint === null) {
      log.error('sip.message-unencodable', { kind: message.kind });
      return { kind: 'unencodable', failure: { code: 'control-character', where: 'cpim' } };
    }
    const startedMs = clock.monotonicMs();
    const outcome = await session.request(blueprint, timeoutMs);
    const elsewhere = redirected(blueprint, outcome);
    if (elsewhere === null) return outcome;
    return session.request(elsewhere, Math.max(0, timeoutMs - (clock.monotonicMs() - startedMs)));
  }
}

function isFormRefused(outcome: RequestOutcome): boolean {
  return outcome.kind === 'answered' && FORM_REFUSED.has(outcome.response.statusCode);
}

function isAccepted(outcome: RequestOutcome): boolean {
  return outcome.kind === 'answered' && outcome.response.statusCode < 300;
}

/**
 * @param heard whether anything arrived from the server since the try began. If so, the server is there and only did
 * not answer.
 */
function sendOutcomeOf(outcome: RequestOutcome, heard: boolean): TryOutcome {
  const unanswered = { kind: 'unanswered', sipStatus: null, retryAfterMs: null } as const;
  switch (outcome.kind) {
    case 'answered':
      return outcomeOfAnswer(outcome);
    case 'timed-out':
      return { ...unanswered, reason: heard ? 'server-fault' : 'no-network' };
    case 'flow-lost':
      return outcome.hungUp === true
        ? { ...unanswered, reason: 'server-fault', hungUp: true }
        : { ...unanswered, reason: 'no-network' };
    case 'unencodable':
      return { ...unanswered, reason: 'server-fault' };
  }
}

function outcomeOfAnswer({ response, login }: Extract<RequestOutcome, { kind: 'answered' }>): TryOutcome {
  const { statusCode, headers } = response;
  const outcome = outcomeOfStatus(statusCode, retryAfterMs(headers));
  return outcome.kind === 'unanswered'
    ? { ...outcome, reason: reasonOfChallenge(login, statusCode) ?? outcome.reason }
    : outcome;
}

/** Null when the account itself was refused, or nobody asked for it: then the status says all. */
function reasonOfChallenge(login: LoginFault | null, statusCode: number): FailureReason | null {
  if (login === null || login === 'refused') return null;
  // A device at the other end asks for a password of its own.
  return login === 'foreign-realm' && statusCode === 401 ? 'peer-cannot-take-it' : 'server-fault';
}
