import type { MonotonicMs } from '../../domain/time.ts';
import type { RelayAnswer } from '../access/incoming-request.ts';
import type { EndToEndMessage } from '../message/end-to-end-message.ts';
import type { FaultPoint } from '../storage/fault-point.ts';
import { isStoreFailure } from '../storage/or-store-failure.ts';
import type { HoldFailure, StoredMessages } from '../storage/stored-messages.ts';
import { holdRefusal } from './hold-refusal.ts';

/** A message whose sender waits for an answer. */
export interface WaitingMessage {
  readonly message: EndToEndMessage;
  /** How long it may be held. */
  readonly lifeMs: number;
  readonly arrivedAtMs: MonotonicMs;
  /** Called once. */
  readonly settle: (answer: RelayAnswer) => void;
}

export interface IntakeParts {
  readonly stored: StoredMessages;
  readonly faultPoint: FaultPoint;
  /** These were stored. Called after the answers have gone out. */
  readonly onStored: (messages: readonly EndToEndMessage[]) => void;
  /** The store is broken. The message can still go straight to a device; `refusal` is the answer if it cannot. */
  readonly onUnstored: (waiting: WaitingMessage, refusal: RelayAnswer) => void;
}

/** Messages per write, one write per turn of the event loop, so that each turn waits for the disk only once. */
const STORED_AT_ONCE = 256;

/**
 * Where every message comes in: it is stored, and then its sender is answered, at once and always the same. Nothing in
 * here knows whether the recipient is there, so that neither the answer nor its time tells it (nobody may find out by
 * writing to somebody that the other's device is on).
 */
export class Intake {
  readonly #parts: IntakeParts;
  #waiting: WaitingMessage[] = [];
  #isScheduled = false;

  constructor(parts: IntakeParts) {
    this.#parts = parts;
  }

  accept(waiting: WaitingMessage): void {
    this.#waiting.push(waiting);
    this.#schedule();
  }

  /** Stores all that waits. Every sender has its answer when this returns. */
  stop(): void {
    while (this.#waiting.length > 0) this.#storeSome();
  }

  #schedule(): void {
    if (this.#isScheduled || this.#waiting.length === 0) return;
    this.#isScheduled = true;
    setImmediate(() => {
      this.#isScheduled = false;
      this.#storeSome();
      this.#schedule();
    });
  }

  #storeSome(): void {
    const batch = this.#waiting.splice(0, STORED_AT_ONCE);
    if (batch.length === 0) return;
    const stored: EndToEndMessage[] = [];
    for (const [at, row] of this.#parts.stored.addAll(batch).entries()) {
      const waiting = batch[at];
      if (waiting === undefined) continue;
      if (row.ok) this.#accepted(waiting, stored);
      else this.#refused(waiting, row.error);
    }
    // In the next turn, when the answers have gone out: the work of a delivery must not show in their time.
    setImmediate(() => {
      this.#parts.onStored(stored);
    });
  }

  #accepted({ settle, message }: WaitingMessage, stored: EndToEndMessage[]): void {
    this.#parts.faultPoint('before-202');
    settle(ACCEPTED);
    this.#parts.faultPoint('after-202');
    stored.push(message);
  }

  #refused(waiting: WaitingMessage, reason: HoldFailure): void {
    const refusal = holdRefusal(reason);
    if (isStoreFailure(reason)) this.#parts.onUnstored(waiting, refusal);
    else waiting.settle(refusal);
  }
}

export const ACCEPTED: RelayAnswer = { statusCode: 202, reason: 'Accepted' };
