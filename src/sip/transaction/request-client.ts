import { UserAgentClient } from 'sip.js/lib/core/user-agents/user-agent-client.js';
import type { UserAgentCore } from 'sip.js/lib/core/user-agent-core/user-agent-core.js';
import type { Clock } from '../../ports/system/clock.ts';
import type { Random } from '../../ports/system/random.ts';
import { randomToken } from '../random-token.ts';
import type { DigestAccount } from '../login/digest-account.ts';
import { RequestLogin, type LoginFault } from '../login/request-login.ts';
import type { EncodeFailure } from '../../wire/encoding/serialize.ts';
import type { SipResponse } from '../../wire/grammar/sip-message.ts';
import { BranchTransaction } from './branch-transaction.ts';
import { EncodedRequest } from './encoded-request.ts';
import { GatedResponse } from './gated-response.ts';
import type { RequestBlueprint } from './request-blueprint.ts';
import type { SequenceCounter } from './sequence-counter.ts';
import { newBranch } from './transaction-core.ts';

export type RequestOutcome =
  /**
   * A final response, 200…699. Challenges that could be answered have been answered before; `login` says why this one,
   * a 401 or 407, could not. It is null for any other response.
   */
  | { readonly kind: 'answered'; readonly response: SipResponse; readonly login: LoginFault | null }
  | { readonly kind: 'timed-out' }
  /** The flow broke, or accepts nothing more. `hungUp`: the other end ended it while the request waited. */
  | { readonly kind: 'flow-lost'; readonly hungUp?: boolean }
  | { readonly kind: 'unencodable'; readonly failure: EncodeFailure };

export interface RequestClientParts {
  readonly core: UserAgentCore;
  readonly account: DigestAccount;
  readonly clock: Clock;
  readonly random: Random;
  readonly sequence: SequenceCounter;
  /** Host and port for our Via. */
  readonly sentBy: string;
  /** A request is about to go out; also each time that it goes out again with an answer to a challenge. */
  readonly requestGoesOut: (method: RequestBlueprint['method']) => void;
}

/** Sends requests over one flow and matches their answers (RFC 3261 §8.1, §17.1.2, §22), each within its time. */
export class RequestClient {
  readonly #parts: RequestClientParts;
  readonly #pending = new Set<(outcome: RequestOutcome) => void>();
  #closed = false;

  constructor(parts: RequestClientParts) {
    this.#parts = parts;
  }

  /** Never rejects; settles within `timeoutMs`, also when challenges are answered on the way. */
  async request(blueprint: RequestBlueprint, timeoutMs: number): Promise<RequestOutcome> {
    const { account, clock, random, sequence } = this.#parts;
    const untilMs = clock.monotonicMs() + timeoutMs;
    const { fromTag = randomToken(random, 9), firstCseq } = blueprint.identity ?? {};
    const login = new RequestLogin(account, blueprint.method, blueprint.requestUri);
    for (let repetition = 0; ; repetition += 1) {
      const cseq = firstCseq === undefined ? sequence.next() : firstCseq + repetition;
      const outcome = await this.#once(
        { ...blueprint, headers: [...login.headers(), ...blueprint.headers] },
        fromTag,
        cseq,
        untilMs,
      );
      if (outcome.kind !== 'answered') return outcome;
      const verdict = login.receive(outcome.response);
      if (verdict !== 'again') return { ...outcome, login: verdict === 'none' ? null : verdict };
    }
  }

  /** Takes a response that passed the gate. One that matches no request is dropped (RFC 3261 §18.1.2). */
  receive(response: SipResponse): void {
    this.#parts.core.receiveIncomingResponseFromTransport(new GatedResponse(response));
  }

  /** Settles every waiting request as 'flow-lost'. */
  close(hungUp: boolean): void {
    this.#closed = true;
    for (const finish of [...this.#pending]) finish({ kind: 'flow-lost', hungUp });
  }

  /** Each repetition is a transaction of its own, with its own branch (RFC 3261 §8.1.3.5). */
  #once(blueprint: RequestBlueprint, fromTag: string, cseq: number, untilMs: number): Promise<RequestOutcome> {
    if (this.#closed) return Promise.resolve({ kind: 'flow-lost' });
    const { random, sentBy } = this.#parts;
    const request = new EncodedRequest(blueprint, { branch: newBranch(random), fromTag, cseq, sentBy });
    const encoded = request.encode();
    if (!encoded.ok) return Promise.resolve({ kind: 'unencodable', failure: encoded.error });
    return this.#transact(request, untilMs);
  }

  #transact(request: EncodedRequest, untilMs: number): Promise<RequestOutcome> {
    const { core, clock, requestGoesOut } = this.#parts;
    const { promise, resolve } = Promise.withResolvers<RequestOutcome>();
    const finish = (outcome: RequestOutcome): void => {
      if (!this.#pending.delete(finish)) return;
      timer.cancel();
      client.dispose();
      core.userAgentClients.delete(`${request.branch ?? ''}${request.method}`);
      resolve(outcome);
    };
    const timer = clock.startTimer(Math.max(0, untilMs - clock.monotonicMs()), () => {
      finish({ kind: 'timed-out' });
    });
    this.#pending.add(finish);
    const answered = ({ message }: { readonly message: unknown }): void => {
      finish(outcomeOf(message, request));
    };
    requestGoesOut(request.blueprint.method);
    const client = new UserAgentClient(BranchTransaction, core, request, {
      onAccept: answered,
      onRedirect: answered,
      onReject: answered,
    });
    return promise;
  }
}

/**
 * sip.js makes up a 408 for a time-out and a 503 for a broken transport (RFC 3261 §8.1.3.1), and replaces a received
 * 408 by its own. This tells them apart.
 */
function outcomeOf(message: unknown, request: EncodedRequest): RequestOutcome {
  if (message instanceof GatedResponse) return { kind: 'answered', response: message.response, login: null };
  if (request.lastResponse?.statusCode === 408)
    return { kind: 'answered', response: request.lastResponse, login: null };
  return { kind: 'flow-lost' };
}
