import type { PeerAddress } from '../domain/peer-address.ts';
import type { MonotonicMs } from '../domain/time.ts';
import type { Clock, Timer } from '../ports/clock.ts';
import type { Log } from '../ports/log.ts';
import type { StoredRequest } from '../ports/relay-queue.ts';
import type { Deliveries } from './deliveries.ts';
import type { DeliveryOutcome } from './delivery-outcome.ts';
import type { EndToEndMessage } from './end-to-end-message.ts';
import type { FaultPoint } from './fault-point.ts';
import { retryAfter, type RelayAnswer } from './incoming-request.ts';
import type { HoldFailure, StoredMessages } from './stored-messages.ts';

/** A message whose sender waits for an answer. */
export interface WaitingMessage {
  readonly message: EndToEndMessage;
  /** How long it may be held; 0: not at all (its own Expires said so). */
  readonly lifeMs: number;
  readonly arrivedAtMs: MonotonicMs;
  /** Called once. */
  readonly settle: (answer: RelayAnswer) => void;
}

/** Makes the failure known to the sender, durably; false when that is not possible now. */
export type ReportFailure = (message: EndToEndMessage, disposition: 'failed' | 'expired') => boolean;

export interface LaneParts {
  readonly deliveries: Deliveries;
  readonly stored: StoredMessages;
  readonly clock: Clock;
  readonly log: Log;
  readonly faultPoint: FaultPoint;
  readonly holdMs: number;
  readonly retryDelaysMs: readonly number[];
  readonly waitingLimit: number;
  readonly reportFailure: ReportFailure;
  readonly onDelivered: () => void;
}

/** The one message that is on its way: straight from a sender, or out of the store, or given back to the sender meanwhile (neither). */
interface Flight {
  readonly message: EndToEndMessage;
  waiting: WaitingMessage | null;
  row: StoredRequest | null;
}

/** Messages stored in one turn of the event loop when many must be: each of them waits for the disk. */
const STORED_PER_TURN = 16;
const FULL_RETRY_SECONDS = 300;
const STORE_RETRY_SECONDS = 30;

/**
 * All messages for one recipient, in one order: first those that wait in memory with their senders (only while nothing is stored),
 * then those in the store. One is on its way at a time (RFC 3428 §8), so that no failure can turn two round.
 */
export class RecipientLane {
  readonly #user: PeerAddress;
  readonly #parts: LaneParts;
  #waiting: WaitingMessage[] = [];
  #flight: Flight | null = null;
  #isStoring = false;
  #holdTimer: Timer | null = null;
  #retryTimer: Timer | null = null;
  #failedTries = 0;
  /** Stored messages that will not open: passed over, and ended by their expiry. */
  readonly #unreadable = new Set<number>();
  #isStopped = false;

  constructor(user: PeerAddress, parts: LaneParts) {
    this.#user = user;
    this.#parts = parts;
  }

  /** Takes a new message over; its sender hears by `settle`. */
  accept(waiting: WaitingMessage): void {
    const goesStraight = this.#waiting.length > 0 || this.#isStoring || this.#canGoStraight();
    if (!goesStraight) this.#store(waiting);
    else {
      this.#waiting.push(waiting);
      this.#armHoldTimer(this.#parts.holdMs);
      if (this.#waiting.length > this.#parts.waitingLimit) this.#storeWaiting();
    }
    this.#pump();
  }

  /** Something was put into the store for this user, or a device may be reachable again: deliver now, whatever the back-off says. */
  deliverNow(): void {
    this.#retryTimer?.cancel();
    this.#retryTimer = null;
    this.#pump();
  }

  /** As `deliverNow`, after a REGISTER: the back-off begins anew. */
  deviceRegistered(): void {
    this.#failedTries = 0;
    this.deliverNow();
  }

  isOnItsWay({ position }: StoredRequest): boolean {
    return this.#flight?.row?.position === position;
  }

  get isAwaitingAnswer(): boolean {
    return this.#flight !== null;
  }

  /** Stores all that waits and starts nothing more; every sender has its answer when this returns. */
  stop(): void {
    this.#isStopped = true;
    this.#holdTimer?.cancel();
    this.#retryTimer?.cancel();
    while (this.#waiting.length > 0) this.#storeSome();
  }

  #canGoStraight(): boolean {
    const { deliveries, stored } = this.#parts;
    return this.#flight === null && deliveries.isReachable(this.#user) && !stored.mayHold(this.#user);
  }

  #pump(): void {
    if (this.#flight !== null || this.#isStoring || this.#isStopped) return;
    const [head] = this.#waiting;
    if (head !== undefined) this.#forward(head);
    else if (this.#retryTimer === null) this.#deliverStored();
  }

  #forward(head: WaitingMessage): void {
    if (this.#start({ message: head.message, waiting: head, row: null }, false)) return;
    this.#storeWaiting();
  }

  #deliverStored(): void {
    if (!this.#parts.deliveries.hasDevice(this.#user)) return;
    const next = this.#nextStored();
    if (next !== null) this.#start(next, true);
  }

  #nextStored(): Flight | null {
    const { stored, log } = this.#parts;
    for (;;) {
      const next = stored.next(this.#user, this.#unreadable);
      if (!next.ok) this.#retryLater(STORE_RETRY_SECONDS * 1_000);
      if (!next.ok || next.value === null) return null;
      const opened = stored.open(next.value);
      if (opened.ok) return { message: opened.value, waiting: null, row: next.value };
      log.error('relay.stored-message-unreadable', { position: next.value.position, code: opened.error });
      this.#unreadable.add(next.value.position);
    }
  }

  #start(flight: Flight, evenSilent: boolean): boolean {
    this.#flight = flight;
    const hasStarted = this.#parts.deliveries.start(flight.message, evenSilent, (outcome) => {
      this.#ended(flight, outcome);
    });
    if (!hasStarted) this.#flight = null;
    return hasStarted;
  }

  #ended(flight: Flight, outcome: DeliveryOutcome): void {
    this.#flight = null;
    if (outcome.kind === 'accepted') {
      this.#failedTries = 0;
      this.#parts.onDelivered();
    }
    if (flight.row !== null) this.#storedEnded(flight.row, flight.message, outcome);
    else if (flight.waiting !== null) this.#waitingEnded(flight.waiting, outcome);
    this.#pump();
  }

  #waitingEnded(head: WaitingMessage, outcome: DeliveryOutcome): void {
    if (outcome.kind === 'unreachable') {
      // The back-off first, or what is stored now would be tried again at once.
      this.#retryAfterFailure(outcome.retryAfterMs);
      this.#storeWaiting();
      return;
    }
    this.#waiting.shift();
    if (outcome.kind === 'refused') {
      const { statusCode, reason, headers } = outcome;
      head.settle({ statusCode, reason, headers });
      return;
    }
    this.#parts.faultPoint('before-200');
    head.settle({ statusCode: 200, reason: 'OK' });
    this.#parts.faultPoint('after-200');
  }

  #storedEnded(row: StoredRequest, message: EndToEndMessage, outcome: DeliveryOutcome): void {
    const { stored, reportFailure } = this.#parts;
    if (outcome.kind === 'unreachable') {
      this.#retryAfterFailure(outcome.retryAfterMs);
      return;
    }
    // The report first: dying in between reports twice under one id, the other order would never report.
    if (outcome.kind === 'refused' && !reportFailure(message, 'failed')) {
      this.#retryLater(STORE_RETRY_SECONDS * 1_000);
      return;
    }
    stored.remove(row);
  }

  #retryAfterFailure(retryAfterMs: number): void {
    const { retryDelaysMs } = this.#parts;
    const step = Math.min(this.#failedTries, retryDelaysMs.length - 1);
    this.#failedTries += 1;
    this.#retryLater(Math.max(retryDelaysMs[step] ?? 0, retryAfterMs));
  }

  /** Also when no device is left: it costs one look, and a REGISTER comes first anyway. */
  #retryLater(delayMs: number): void {
    this.#retryTimer?.cancel();
    if (this.#isStopped) return;
    this.#retryTimer = this.#parts.clock.startTimer(delayMs, () => {
      this.deliverNow();
    });
  }

  /** One timer for the oldest; it looks again when it rings too early, so that it is not started anew for every message. */
  #armHoldTimer(delayMs: number): void {
    this.#holdTimer ??= this.#parts.clock.startTimer(delayMs, () => {
      this.#holdTimer = null;
      this.#checkHold();
    });
  }

  #checkHold(): void {
    const [oldest] = this.#waiting;
    if (oldest === undefined) return;
    const leftMs = oldest.arrivedAtMs + this.#parts.holdMs - this.#parts.clock.monotonicMs();
    if (leftMs > 0) this.#armHoldTimer(leftMs);
    else this.#storeWaiting();
  }

  /**
   * Stores all that waits, oldest first, the one on its way included: its sender gets 202 and it is removed when the device answers.
   * New ones queue up behind until the last is stored.
   */
  #storeWaiting(): void {
    if (this.#isStoring) return;
    this.#isStoring = true;
    this.#storeSome();
  }

  #storeSome(): void {
    for (const waiting of this.#waiting.splice(0, STORED_PER_TURN)) this.#store(waiting);
    if (this.#waiting.length > 0) {
      setImmediate(() => {
        if (this.#isStoring) this.#storeSome();
      });
      return;
    }
    this.#isStoring = false;
    this.#pump();
  }

  #store(waiting: WaitingMessage): void {
    const { stored, faultPoint } = this.#parts;
    const flight = this.#flight?.waiting === waiting ? this.#flight : null;
    if (flight !== null) flight.waiting = null;
    if (waiting.lifeMs <= 0) {
      waiting.settle({ statusCode: 480, reason: 'Temporarily Unavailable' });
      return;
    }
    const row = stored.add(waiting.message, waiting.lifeMs);
    if (!row.ok) {
      waiting.settle(holdRefusal(row.error));
      return;
    }
    if (flight !== null) flight.row = row.value;
    faultPoint('before-202');
    waiting.settle({ statusCode: 202, reason: 'Accepted' });
    faultPoint('after-202');
  }
}

function holdRefusal(failure: HoldFailure): RelayAnswer {
  switch (failure) {
    case 'recipient-full':
      // Not 503, which would mean this server and send the client to another one (RFC 3261 §21.5.4).
      return { statusCode: 480, reason: 'Recipient Box Full', headers: retryAfter(FULL_RETRY_SECONDS) };
    case 'sender-full':
      return { statusCode: 503, reason: 'Too Many Messages Waiting', headers: retryAfter(FULL_RETRY_SECONDS) };
    case 'disk-full':
    case 'read-only':
    case 'damaged':
    case 'closed':
      return { statusCode: 503, reason: 'Cannot Keep Message', headers: retryAfter(STORE_RETRY_SECONDS) };
  }
}
