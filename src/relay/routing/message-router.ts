import { parsePeerAddress, peerDomain, type PeerAddress } from '../../domain/peer-address.ts';
import type { Clock } from '../../ports/system/clock.ts';
import type { AccountDirectory } from '../access/account-directory.ts';
import { endToEndMessage, type EndToEndMessage } from '../message/end-to-end-message.ts';
import { isEphemeral } from '../message/ephemeral.ts';
import { retryAfter, type IncomingRequest, type RelayAnswer } from '../access/incoming-request.ts';
import type { RecentRequests } from '../delivery/recent-requests.ts';
import { ACCEPTED, type WaitingMessage } from '../delivery/intake.ts';
import type { Acquaintances } from '../bounds/acquaintances.ts';
import type { RelayLimits } from '../bounds/relay-limits.ts';
import { TokenBucket } from '../bounds/token-bucket.ts';

export interface MessageRouterParts {
  readonly sipDomain: string;
  readonly accounts: AccountDirectory;
  readonly clock: Clock;
  readonly recent: RecentRequests;
  readonly limits: RelayLimits;
  readonly messageExpirySeconds: number;
  readonly acquaintances: Acquaintances;
  /** Hands a message over to be stored and delivered. */
  readonly accept: (waiting: WaitingMessage) => void;
  /** Shows a device what is of this moment only, if one is there. */
  readonly passOn: (message: EndToEndMessage) => void;
}

/**
 * Also a message that its sender wants delivered now or never is held for so long, the time of a delivery: an answer
 * that came sooner would tell whether somebody is there.
 */
const SHORTEST_LIFE_MS = 10_000;

/** What clients tell of the moment is shorter. */
const MOMENTARY_BYTES = 4_096;

/** Decides what becomes of a MESSAGE whose sender is known: a refusal, or a place in the lane of its recipient. */
export class MessageRouter {
  readonly #parts: MessageRouterParts;
  /** One per sender. Only senders with an account get here, so there are at most as many as accounts. */
  readonly #buckets = new Map<PeerAddress, TokenBucket>();

  constructor(parts: MessageRouterParts) {
    this.#parts = parts;
  }

  /** `settle` is called once, now or later. */
  route(incoming: IncomingRequest, from: PeerAddress, settle: (answer: RelayAnswer) => void): void {
    const { clock, recent, acquaintances, accept, passOn } = this.#parts;
    const target = this.#target(incoming, from);
    if (!target.ok) {
      settle(target.answer);
      return;
    }
    const message = endToEndMessage(incoming.request, from, target.to);
    if (isEphemeral(message)) {
      settle(ACCEPTED);
      // It is held by nobody's budget, so that whoever the recipient does not know could fill his connection with it.
      if (acquaintances.knows(target.to, from) && message.body.length <= MOMENTARY_BYTES) passOn(message);
      return;
    }
    acquaintances.wrote(from, target.to);
    const now = clock.monotonicMs();
    const settleAll = recent.first(message, settle, now);
    if (settleAll === null) return;
    accept({ message, lifeMs: this.#lifeMs(incoming), arrivedAtMs: now, settle: settleAll });
  }

  #target(
    { request }: IncomingRequest,
    from: PeerAddress,
  ): { readonly ok: true; readonly to: PeerAddress } | { readonly ok: false; readonly answer: RelayAnswer } {
    const { sipDomain, accounts, limits } = this.#parts;
    const refuse = (answer: RelayAnswer) => ({ ok: false, answer }) as const;
    const bucket = this.#bucket(from);
    if (!bucket.take(this.#parts.clock.monotonicMs())) {
      const headers = retryAfter(bucket.secondsToWait());
      return refuse({ statusCode: 503, reason: 'Too Many Messages', headers });
    }
    if (request.body.length > limits.bodyBytes) return refuse({ statusCode: 413, reason: 'Message Too Large' });
    const to = parsePeerAddress(request.requestUri);
    if (!to.ok) return refuse({ statusCode: 404, reason: 'Not Found' });
    // Not an open relay: nothing leaves the domain. 404 says so (RFC 3261 §21.4.5); a 403 would read as the recipient's
    // own refusal.
    if (peerDomain(to.value) !== sipDomain) return refuse({ statusCode: 404, reason: 'Domain Not Served' });
    // The directory's own text is kept from here on: what was read is a part of a header, and would keep that alive.
    const account = accounts.findByAddress(to.value);
    return account === null ? refuse({ statusCode: 404, reason: 'Not Found' }) : { ok: true, to: account.address };
  }

  #bucket(sender: PeerAddress): TokenBucket {
    const { limits, clock } = this.#parts;
    const known = this.#buckets.get(sender);
    if (known !== undefined) return known;
    const bucket = new TokenBucket(limits.messagesPerSecond, limits.messagesAtOnce, clock.monotonicMs());
    this.#buckets.set(sender, bucket);
    return bucket;
  }

  /** The sender may shorten the time, not lengthen it (RFC 3428 §11.4). */
  #lifeMs({ request }: IncomingRequest): number {
    const longestMs = this.#parts.messageExpirySeconds * 1_000;
    const value = request.headers.first('Expires');
    const wishedMs = value !== null && /^[0-9]{1,10}$/.test(value) ? Number(value) * 1_000 : longestMs;
    return Math.min(longestMs, Math.max(SHORTEST_LIFE_MS, wishedMs));
  }
}
