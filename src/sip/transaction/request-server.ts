import { InviteUserAgentServer } from 'sip.js/lib/core/user-agents/invite-user-agent-server.js';
import { UserAgentServer } from 'sip.js/lib/core/user-agents/user-agent-server.js';
import { NonInviteServerTransaction } from 'sip.js/lib/core/transactions/non-invite-server-transaction.js';
import type { UserAgentCore } from 'sip.js/lib/core/user-agent-core/user-agent-core.js';
import type { Random } from '../../ports/system/random.ts';
import { encodeAnswer, type Answer } from '../../wire/encoding/answer.ts';
import type { FrameHead } from '../../wire/framing/frame.ts';
import type { SipRequest } from '../../wire/grammar/sip-message.ts';
import { randomToken } from '../random-token.ts';
import { GatedRequest } from './gated-request.ts';

/**
 * The most transactions open at a time. One of a MESSAGE ends with its answer, one of an INVITE at its ACK or after 32
 * s (RFC 3261 §17.2.1, timer H). A sender of INVITEs without ACKs fills this; further ones are answered without a
 * transaction.
 */
export const MAX_OPEN_TRANSACTIONS = 256;

export interface RequestServerParts {
  readonly core: UserAgentCore;
  readonly random: Random;
  readonly send: (answer: string) => void;
}

/** Answers the requests that arrive on one flow (RFC 3261 §8.2, §17.2). */
export class RequestServer {
  readonly #parts: RequestServerParts;

  constructor(parts: RequestServerParts) {
    this.#parts = parts;
  }

  /** A message arrived that is not a response. */
  receive(head: FrameHead): ReceivedRequest {
    return new ReceivedRequest(this.#parts, head);
  }
}

/** A request that arrived, and its one answer. */
export class ReceivedRequest {
  readonly #parts: RequestServerParts;
  readonly #head: FrameHead;
  #server: UserAgentServer | null = null;
  #isAnswered = false;

  constructor(parts: RequestServerParts, head: FrameHead) {
    this.#parts = parts;
    this.#head = head;
  }

  /**
   * Call this when the request could be read. It goes to its transaction, or starts one. False when the transaction has
   * dealt with it: an ACK, a CANCEL, or a repetition. Without this call it is answered outside of any transaction.
   */
  begin(request: SipRequest): boolean {
    const { core } = this.#parts;
    const message = new GatedRequest(request, this.#head);
    if (core.userAgentServers.has(message.viaBranch)) core.receiveIncomingRequestFromTransport(message);
    else if (request.method === 'CANCEL') this.answer({ statusCode: 481, reason: 'Call/Transaction Does Not Exist' });
    else if (request.method !== 'ACK') {
      if (core.userAgentServers.size < MAX_OPEN_TRANSACTIONS) this.#server = this.#transactionFor(message);
      return true;
    }
    return false;
  }

  /** Sends the final answer. Only the first one counts. */
  answer(answer: Answer): void {
    if (this.#isAnswered) return;
    this.#isAnswered = true;
    const { random, send } = this.#parts;
    const text = encodeAnswer(this.#head, answer, randomToken(random, 9));
    if (text === null) return;
    if (this.#server === null) send(text);
    else this.#server.transaction.receiveResponse(answer.statusCode, text);
  }

  #transactionFor(message: GatedRequest): UserAgentServer {
    const { core } = this.#parts;
    if (message.method !== 'INVITE') return new UserAgentServer(NonInviteServerTransaction, core, message);
    return new InviteUserAgentServer(core, message, {
      // RFC 3261 §9.2. sip.js has already answered the CANCEL itself.
      onCancel: () => {
        this.answer({ statusCode: 487, reason: 'Request Terminated' });
      },
    });
  }
}
