import type { LinkState } from '../../src/domain/link-state.ts';
import type { FailureReason, TryOutcome } from '../../src/domain/history/failure-reason.ts';
import { SEND_TRY_TIMEOUT_MS } from '../../src/domain/outbox/outbox-policy.ts';
import type { PeerAddress } from '../../src/domain/peer-address.ts';
import type { Clock } from '../../src/ports/system/clock.ts';
import type {
  MessageLink,
  MessageLinkListener,
  OutgoingReport,
  OutgoingText,
  ReceiveVerdict,
  Received,
} from '../../src/ports/network/message-link.ts';

export const ACCEPTED: TryOutcome = { kind: 'accepted', sipStatus: 202 };

/** What the relay does with a request: it answers after a while, or stays silent until the try times out. */
export type Answer = { readonly outcome: TryOutcome; readonly afterMs: number } | 'silence';

interface Pending {
  readonly message: OutgoingText | OutgoingReport;
  readonly settle: (outcome: TryOutcome) => void;
}

/**
 * A link without a network that keeps the contract of `MessageLink`. The test plays the relay: it registers, answers,
 * delivers and cuts the connection.
 */
export class ScriptedLink implements MessageLink {
  readonly #clock: Clock;
  #listener: MessageLinkListener | null = null;
  #state: LinkState = { kind: 'stopped' };
  #stopped = false;
  readonly #pending = new Set<Pending>();
  /** Every request that reached the relay, in order, with its time. */
  readonly sent: { readonly message: OutgoingText | OutgoingReport; readonly atMs: number }[] = [];
  /** How many tries found no registered connection. */
  triesWithoutFlow = 0;
  reconnectsAsked = 0;
  /** Addresses that it was told of, each time. */
  readonly networksTold: (readonly string[])[] = [];
  /** How the relay answers; by default it accepts after 5 ms. */
  answer: (message: OutgoingText | OutgoingReport) => Answer = () => ({ outcome: ACCEPTED, afterMs: 5 });

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  get state(): LinkState {
    return this.#state;
  }

  /** The bodies of the texts that reached the relay. */
  get bodies(): string[] {
    return this.sent.flatMap(({ message }) => (message.kind === 'text' ? [message.body] : []));
  }

  /** Reports that reached the relay. */
  get reports(): OutgoingReport[] {
    return this.sent.flatMap(({ message }) => (message.kind === 'report' ? [message] : []));
  }

  /** The peers to whom a request is in flight. */
  get inFlight(): string[] {
    return [...this.#pending].map(({ message }) => message.to);
  }

  /** The registrar lists other devices. */
  listOtherDevices(...devices: readonly string[]): void {
    this.#listener?.otherDevices(devices);
  }

  start(listener: MessageLinkListener): void {
    if (this.#listener !== null) throw new Error('the link was started before');
    this.#listener = listener;
    this.#clock.startTimer(0, () => {
      if (this.#state.kind === 'stopped' && !this.#stopped)
        this.#change({ kind: 'connecting', sinceMs: this.#clock.wallMs() });
    });
  }

  send(message: OutgoingText | OutgoingReport): Promise<TryOutcome> {
    if (this.#state.kind !== 'registered') {
      this.triesWithoutFlow += 1;
      return Promise.resolve(noAnswer(this.#state.kind === 'unreachable' ? this.#state.reason : 'no-network'));
    }
    this.sent.push({ message, atMs: this.#clock.monotonicMs() });
    return new Promise((resolve) => {
      const answer = this.answer(message);
      const afterMs = answer === 'silence' ? SEND_TRY_TIMEOUT_MS : Math.min(answer.afterMs, SEND_TRY_TIMEOUT_MS);
      const onTime = answer !== 'silence' && answer.afterMs <= SEND_TRY_TIMEOUT_MS;
      const pending: Pending = {
        message,
        settle: (outcome) => {
          timer.cancel();
          this.#pending.delete(pending);
          resolve(outcome);
        },
      };
      const timer = this.#clock.startTimer(afterMs, () => {
        pending.settle(onTime ? answer.outcome : noAnswer('peer-cannot-take-it'));
      });
      this.#pending.add(pending);
    });
  }

  /** Does nothing, because the test decides when there is a network. */
  networkChanged(addresses: readonly string[]): void {
    this.networksTold.push(addresses);
  }

  reconnectNow(): void {
    this.reconnectsAsked += 1;
  }

  stop(): Promise<void> {
    this.#stopped = true;
    this.#change({ kind: 'stopped' });
    this.#settleAll();
    return Promise.resolve();
  }

  /** The relay accepts a registration, the first one or a refresh. */
  register(): void {
    if (this.#state.kind !== 'registered') this.#change({ kind: 'registered', sinceMs: this.#clock.wallMs() });
    this.#started().registered();
  }

  answerKeepAlive(): void {
    this.#started().keepAliveAnswered();
  }

  /** The connection is lost, and requests in flight get no answer. */
  lose(reason: FailureReason = 'no-network'): void {
    this.#change({ kind: 'unreachable', sinceMs: this.#clock.wallMs(), reason });
    this.#settleAll();
  }

  /** Whether the handset knows that peer. */
  isKnown(peer: PeerAddress): boolean {
    if (this.#listener === null) throw new Error('the link was not started');
    return this.#listener.isKnown(peer);
  }

  deliver(message: Received): ReceiveVerdict {
    return this.#started().received(message);
  }

  #started(): MessageLinkListener {
    if (this.#listener === null || this.#stopped) throw new Error('the link is not running');
    return this.#listener;
  }

  #change(state: LinkState): void {
    this.#state = state;
    this.#listener?.stateChanged(state);
  }

  #settleAll(): void {
    for (const pending of [...this.#pending]) pending.settle(noAnswer('no-network'));
  }
}

function noAnswer(reason: FailureReason): TryOutcome {
  return { kind: 'unanswered', sipStatus: null, reason, retryAfterMs: null };
}
