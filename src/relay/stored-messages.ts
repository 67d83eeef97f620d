import type { PeerAddress } from '../domain/peer-address.ts';
import { failure, success, type Result } from '../domain/result.ts';
import { epochMs, type EpochMs } from '../domain/time.ts';
import type { Clock } from '../ports/clock.ts';
import type { Log } from '../ports/log.ts';
import type { StoreFailure } from '../ports/message-store.ts';
import type { RelayQueue, StoredRequest } from '../ports/relay-queue.ts';
import type { Sealer } from '../ports/sealer.ts';
import { StoreUnavailable } from '../ports/store-unavailable.ts';
import { withDate, type EndToEndMessage } from './end-to-end-message.ts';
import type { FaultPoint } from './fault-point.ts';
import { openMessage, sealMessage, type OpenFailure } from './sealed-message.ts';

export interface StoredMessagesParts {
  readonly queue: RelayQueue;
  readonly sealer: Sealer;
  readonly clock: Clock;
  readonly log: Log;
  readonly faultPoint: FaultPoint;
  readonly perRecipient: number;
  readonly perSender: number;
  readonly onStored: (expiresAtMs: EpochMs) => void;
}

/** Why a message cannot be held: the recipient's box or the sender's share is full, or the store is broken. */
export type HoldFailure = 'recipient-full' | 'sender-full' | StoreFailure;

/** The relay's messages at rest: sealed, counted, durable when `add` returns. */
export class StoredMessages {
  readonly #parts: StoredMessagesParts;
  readonly #countTo = new Map<PeerAddress, number>();
  readonly #countFrom = new Map<PeerAddress, number>();
  /** Delivered, but the store refused to remove them: not to be delivered again by this process. */
  readonly #unremoved = new Set<number>();

  constructor(parts: StoredMessagesParts) {
    this.#parts = parts;
  }

  /** Whether something may be held for that recipient. When the store cannot say, something may: nothing must overtake it. */
  mayHold(recipient: PeerAddress): boolean {
    try {
      return this.#count(this.#countTo, 'to', recipient) > 0;
    } catch (error) {
      this.#failed('read', storeFailureOf(error));
      return true;
    }
  }

  add(message: EndToEndMessage, lifeMs: number): Result<StoredRequest, HoldFailure> {
    const { queue, sealer, clock, faultPoint, onStored } = this.#parts;
    try {
      const refusal = this.#fullSide(message);
      if (refusal !== null) return failure(refusal);
      const storedAtMs = clock.wallMs();
      const expiresAtMs = epochMs(storedAtMs + lifeMs);
      const sealed = sealMessage(sealer, withDate(message, storedAtMs));
      faultPoint('before-store');
      const stored = queue.add({ from: message.from, to: message.to, storedAtMs, expiresAtMs, sealed });
      if (!stored.ok) return this.#failed('add', stored.error);
      faultPoint('after-store');
      this.#changeCounts(stored.value, 1);
      onStored(expiresAtMs);
      return stored;
    } catch (error) {
      return this.#failed('add', storeFailureOf(error));
    }
  }

  /** The oldest for a recipient that is not in `passedOver`; null when there is none. */
  next(recipient: PeerAddress, passedOver: ReadonlySet<number>): Result<StoredRequest | null, StoreFailure> {
    try {
      this.#removeLeftOvers();
      const limit = 1 + passedOver.size + this.#unremoved.size;
      const rows = this.#parts.queue.waitingFor(recipient, limit);
      return success(rows.find(({ position }) => !passedOver.has(position) && !this.#unremoved.has(position)) ?? null);
    } catch (error) {
      return this.#failed('read', storeFailureOf(error));
    }
  }

  open({ sealed, from, to }: StoredRequest): Result<EndToEndMessage, OpenFailure> {
    return openMessage(this.#parts.sealer, sealed, from, to);
  }

  /** After the recipient's 2xx or a report to the sender. What cannot be removed now is not delivered again, and removed later. */
  remove(row: StoredRequest): void {
    const { queue, faultPoint } = this.#parts;
    faultPoint('before-delete');
    const removed = queue.remove(row.position);
    if (!removed.ok) {
      this.#failed('remove', removed.error);
      this.#unremoved.add(row.position);
    }
    faultPoint('after-delete');
    this.#changeCounts(row, -1);
  }

  /** Those whose time is over, oldest expiry first. */
  expired(nowMs: EpochMs, limit: number): Result<readonly StoredRequest[], StoreFailure> {
    try {
      const rows = this.#parts.queue.expiredAt(nowMs, limit + this.#unremoved.size);
      return success(rows.filter(({ position }) => !this.#unremoved.has(position)));
    } catch (error) {
      return this.#failed('read', storeFailureOf(error));
    }
  }

  nextExpiryMs(): Result<EpochMs | null, StoreFailure> {
    try {
      return success(this.#parts.queue.nextExpiryMs());
    } catch (error) {
      return this.#failed('read', storeFailureOf(error));
    }
  }

  /** Reports are held beyond the bounds: they are no more than the messages that were taken within them. */
  #fullSide(message: EndToEndMessage): 'recipient-full' | 'sender-full' | null {
    if (message.isRelayReport) return null;
    if (this.#count(this.#countTo, 'to', message.to) >= this.#parts.perRecipient) return 'recipient-full';
    return this.#count(this.#countFrom, 'from', message.from) >= this.#parts.perSender ? 'sender-full' : null;
  }

  /** Asked of the queue once per user, then kept: counting rows for every message would slow a full box down. */
  #count(counts: Map<PeerAddress, number>, side: 'from' | 'to', user: PeerAddress): number {
    const known = counts.get(user);
    if (known !== undefined) return known;
    const { count } = this.#parts.queue.usageOf(side, user);
    counts.set(user, count);
    return count;
  }

  #changeCounts({ from, to }: StoredRequest, change: 1 | -1): void {
    for (const [counts, user] of [[this.#countFrom, from] as const, [this.#countTo, to] as const]) {
      const known = counts.get(user);
      // Unknown: the queue will be asked, and its answer has the change in it.
      if (known !== undefined) counts.set(user, Math.max(0, known + change));
    }
  }

  #removeLeftOvers(): void {
    for (const position of this.#unremoved) {
      if (!this.#parts.queue.remove(position).ok) return;
      this.#unremoved.delete(position);
    }
  }

  #failed<Failure extends StoreFailure>(step: string, code: Failure): { readonly ok: false; readonly error: Failure } {
    this.#parts.log.error('relay.store-failed', { step, code });
    return failure(code);
  }
}

/** A read that cannot be answered is thrown by the port; anything else is a bug and stays one. */
function storeFailureOf(error: unknown): StoreFailure {
  if (error instanceof StoreUnavailable) return error.failure;
  throw error;
}
