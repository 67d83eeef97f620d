import type { PeerAddress } from '../../domain/peer-address.ts';
import type { Result } from '../../domain/result.ts';
import type { MonotonicMs } from '../../domain/time.ts';
import type { Clock, Timer } from '../../ports/system/clock.ts';
import type { StoredRequest } from '../../ports/store/relay-queue.ts';
import type { Deliveries, DeliveryStart } from './deliveries.ts';
import { NO_ANSWER, type DeliveryOutcome } from './delivery-outcome.ts';
import type { EndToEndMessage } from '../message/end-to-end-message.ts';
import type { FaultPoint } from '../storage/fault-point.ts';
import type { RelayAnswer } from '../access/incoming-request.ts';
import { holdRefusal, STORE_RETRY_SECONDS } from './hold-refusal.ts';
import { textOf } from '../message/cpim-text.ts';
import type { RecipientBox } from './recipient-box.ts';
import type { HoldFailure, StoredMessages } from '../storage/stored-messages.ts';

/** A message whose sender waits for an answer. */
export interface WaitingMessage {
  readonly message: EndToEndMessage;
  /** How long it may be held. 0 means not at all, because its own Expires said so. */
  readonly lifeMs: number;
  readonly arrivedAtMs: MonotonicMs;
  /** Called once. */
  readonly settle: (answer: RelayAnswer) => void;
}

export interface LaneParts {
  readonly deliveries: Deliveries;
  readonly stored: StoredMessages;
  readonly box: RecipientBox;
  readonly clock: Clock;
  readonly faultPoint: FaultPoint;
  readonly holdMs: number;
  readonly retryDelaysMs: readonly number[];
  readonly waitingLimit: number;
  readonly onDelivered: () => void;
}

/**
 * The one message that is on its way. It came straight from a sender, or out of the store; it is neither when the
 * sender got its answer meanwhile.
 */
interface Underway {
  /** As its sender wrote it. */
  readonly message: EndToEndMessage;
  /** What the devices get: the message, or its text alone. */
  readonly sent: EndToEndMessage;
  waiting: WaitingMessage | null;
  row: StoredRequest | null;
}

/** Messages per write, one write per turn of the event loop, so that each turn waits for the disk only once. */
const STORED_AT_ONCE = 64;

/**
 * All messages for one recipient, in one order: first those that wait in memory with their senders (only while nothing
 * is stored), then those in the store. Only one is on its way at a time (RFC 3428 §8), so that a failure cannot change
 * the order.
 */
export class RecipientLane {
  readonly #user: PeerAddress;
  readonly #parts: LaneParts;
  #waiting: WaitingMessage[] = [];
  #flight: Underway | null = null;
  #isStoring = false;
  #holdTimer: Timer | null = null;
  #retryTimer: Timer | null = null;
  #failedTries = 0;
  #isStopped = false;

  constructor(user: PeerAddress, parts: LaneParts) {
    this.#user = user;
    this.#parts = parts;
  }

  /** Takes over a new message. Its sender is answered through `settle`. */
  accept(waiting: WaitingMessage): void {
    // Otherwise one that was just taken would count as still stored, and send this one into the store as well.
    this.#parts.box.removeTaken();
    const goesStraight = this.#waiting.length > 0 || this.#isStoring || this.#canGoStraight();
    this.#waiting.push(waiting);
    if (!goesStraight) this.#storeSoon();
    else {
      this.#armHoldTimer(this.#parts.holdMs);
      if (this.#waiting.length > this.#parts.waitingLimit) this.#storeWaiting();
    }
    this.#pump();
  }

  /**
   * Something was stored for this user, or a device may be reachable again. Delivers now, without waiting for the
   * back-off.
   */
  deliverNow(): void {
    this.#retryTimer?.cancel();
    this.#retryTimer = null;
    this.#pump();
  }

  /** As `deliverNow`, after a REGISTER; the back-off also starts again from its first step. */
  deviceRegistered(): void {
    this.#failedTries = 0;
    this.deliverNow();
  }

  isOnItsWay(row: StoredRequest): boolean {
    return this.#flight?.row?.position === row.position || this.#parts.box.isTaken(row);
  }

  get isAwaitingAnswer(): boolean {
    return this.#flight !== null;
  }

  /** Stores all that waits and starts nothing more. Every sender has its answer when this returns. */
  stop(): void {
    this.#isStopped = true;
    this.#holdTimer?.cancel();
    this.#retryTimer?.cancel();
    this.#parts.box.removeTaken();
    while (this.#waiting.length > 0) this.#storeSome();
  }

  #canGoStraight(): boolean {
    const { deliveries, box } = this.#parts;
    return this.#flight === null && deliveries.isReachable(this.#user) && !box.mayHoldSomething();
  }

  #pump(): void {
    if (this.#flight !== null || this.#isStoring || this.#isStopped) return;
    const [head] = this.#waiting;
    if (head !== undefined) this.#forward(head);
    else if (this.#retryTimer === null) this.#deliverStored();
  }

  #forward(head: WaitingMessage): void {
    const { message } = head;
    const start = this.#start({ message, sent: message, waiting: head, row: null }, false);
    if (start === 'no-device') this.#storeWaiting();
    if (start !== 'unsendable') return;
    this.#waiting.shift();
    head.settle({ statusCode: 400, reason: 'Cannot Be Forwarded' });
    this.#pump();
  }

  #deliverStored(): void {
    const { deliveries, box } = this.#parts;
    // A report about a message that failed may come back to this lane and start the next message from inside this loop.
    while (this.#flight === null && deliveries.hasDevice(this.#user)) {
      const first = box.first();
      if (!first.ok) this.#retryLater(STORE_RETRY_SECONDS * 1_000);
      if (!first.ok || first.value === null) return;
      const { row, message } = first.value;
      if (this.#start({ message, sent: message, waiting: null, row }, true) !== 'unsendable') return;
      // No device will ever get it, and the messages behind it must not wait for that.
      if (!this.#failed(row, message)) return;
    }
  }

  #start(flight: Underway, evenSilent: boolean): DeliveryStart {
    this.#flight = flight;
    const start = this.#parts.deliveries.start(flight.sent, evenSilent, (outcome) => {
      this.#ended(flight, outcome);
    });
    if (start !== 'started') this.#flight = null;
    return start;
  }

  #ended(flight: Underway, outcome: DeliveryOutcome): void {
    this.#flight = null;
    const text = flight.row === null ? null : textInsteadOf(flight, outcome);
    if (text === null) {
      this.#finished(flight, outcome);
      return;
    }
    const start = this.#start({ ...flight, sent: text }, true);
    if (start !== 'started') this.#finished(flight, start === 'no-device' ? NO_ANSWER : outcome);
  }

  #finished(flight: Underway, outcome: DeliveryOutcome): void {
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
      // Set the back-off first. Otherwise what is stored now would be tried again at once.
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
    if (outcome.kind === 'unreachable') this.#retryAfterFailure(outcome.retryAfterMs);
    else if (outcome.kind === 'refused') this.#failed(row, message);
    else this.#taken(row);
  }

  /**
   * If the process dies before the message is removed, it is delivered again, and the recipient knows it by its id.
   * Waiting for the disk first would halve the speed at which a full box is delivered.
   */
  #taken(row: StoredRequest): void {
    const { box } = this.#parts;
    box.taken(row);
    if (this.#isStopped) box.removeTaken();
    else
      setImmediate(() => {
        box.removeTaken();
      });
  }

  #failed(row: StoredRequest, message: EndToEndMessage): boolean {
    const isTold = this.#parts.box.failed({ row, message });
    if (!isTold) this.#retryLater(STORE_RETRY_SECONDS * 1_000);
    return isTold;
  }

  #retryAfterFailure(retryAfterMs: number): void {
    const { retryDelaysMs } = this.#parts;
    const step = Math.min(this.#failedTries, retryDelaysMs.length - 1);
    this.#failedTries += 1;
    this.#retryLater(Math.max(retryDelaysMs[step] ?? 0, retryAfterMs));
  }

  /** Set even when no device is left: it costs one look, and a REGISTER delivers earlier anyway. */
  #retryLater(delayMs: number): void {
    this.#retryTimer?.cancel();
    if (this.#isStopped) return;
    this.#retryTimer = this.#parts.clock.startTimer(delayMs, () => {
      this.deliverNow();
    });
  }

  /**
   * One timer serves the oldest message. When it fires too early it looks again, so that not every message restarts it.
   */
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
   * Stores all that waits, oldest first, including the one on its way. That one's sender gets 202, and it is removed
   * when the device answers. New messages queue up behind until the last is stored.
   */
  #storeWaiting(): void {
    if (this.#isStoring) return;
    this.#isStoring = true;
    this.#storeSome();
  }

  /** Messages that arrive in the same turn of the event loop are stored together, in one write. */
  #storeSoon(): void {
    this.#isStoring = true;
    setImmediate(() => {
      if (this.#isStoring) this.#storeSome();
    });
  }

  #storeSome(): void {
    this.#store(this.#waiting.splice(0, STORED_AT_ONCE));
    if (this.#waiting.length > 0) {
      this.#storeSoon();
      return;
    }
    this.#isStoring = false;
    this.#pump();
  }

  #store(batch: readonly WaitingMessage[]): void {
    const flight = this.#flight;
    const onItsWay = flight === null ? undefined : batch.find((waiting) => waiting === flight.waiting);
    if (flight !== null && onItsWay !== undefined) flight.waiting = null;
    const [mayWait, mayNot] = [batch.filter(({ lifeMs }) => lifeMs > 0), batch.filter(({ lifeMs }) => lifeMs <= 0)];
    for (const { settle } of mayNot) settle({ statusCode: 480, reason: 'Temporarily Unavailable' });
    const rows = mayWait.length === 0 ? [] : this.#parts.stored.addAll(mayWait);
    for (const [at, row] of rows.entries()) {
      const waiting = mayWait[at];
      if (waiting === undefined) continue;
      if (row.ok && flight !== null && waiting === onItsWay) flight.row = row.value;
      this.#settleStored(waiting, row);
    }
  }

  #settleStored({ settle }: WaitingMessage, row: Result<StoredRequest, HoldFailure>): void {
    if (!row.ok) {
      settle(holdRefusal(row.error));
      return;
    }
    this.#parts.faultPoint('before-202');
    settle({ statusCode: 202, reason: 'Accepted' });
    this.#parts.faultPoint('after-202');
  }
}

/**
 * A device that takes plain text only (baresip) refuses CPIM with 415. A sender who gets that answer sends the text
 * again without the CPIM wrapper. The sender of a stored message was told 202 long ago, so the relay takes the text out
 * of the wrapper.
 */
function textInsteadOf({ message, sent }: Underway, outcome: DeliveryOutcome): EndToEndMessage | null {
  const isUnsupportedType = outcome.kind === 'refused' && outcome.statusCode === 415;
  return isUnsupportedType && sent === message ? textOf(message) : null;
}
