import type { PeerAddress } from '../../domain/peer-address.ts';
import { failure, success, type Result } from '../../domain/result.ts';
import { deviceAgeMs } from '../../domain/time.ts';
import type { Clock } from '../../ports/system/clock.ts';
import type { Log } from '../../ports/system/log.ts';
import type { StoreFailure } from '../../ports/store/message-store.ts';
import type { RelayQueue, StoredRequest } from '../../ports/store/relay-queue.ts';
import type { Sealer } from '../../ports/system/sealer.ts';
import { withDate, type EndToEndMessage } from '../message/end-to-end-message.ts';
import type { FaultPoint } from './fault-point.ts';
import { orStoreFailure } from './or-store-failure.ts';
import type { RelayAge } from './relay-age.ts';
import type { RelayLimits } from '../bounds/relay-limits.ts';
import { openMessage, sealMessage, type UnsealFailure } from './sealed-message.ts';

export interface StoredMessagesParts {
  readonly queue: RelayQueue;
  readonly sealer: Sealer;
  readonly age: RelayAge;
  /** For the Date that is shown. How long a message is kept is counted by the relay's age. */
  readonly clock: Clock;
  readonly log: Log;
  readonly faultPoint: FaultPoint;
  readonly limits: Pick<RelayLimits, 'storedPerRecipient' | 'shareOfOneSender' | 'storedPerSender'>;
  readonly onStored: (lifeMs: number) => void;
}

/** Why a message cannot be held: the recipient's box or the sender's share is full, or the store is broken. */
export type HoldFailure = 'recipient-full' | 'sender-full' | StoreFailure;

/** A message to be held. */
export interface NewMessage {
  readonly message: EndToEndMessage;
  readonly lifeMs: number;
}

interface Between {
  readonly from: PeerAddress;
  readonly to: PeerAddress;
}

/** The most rows that the queue returns at once. */
const MOST_ROWS = 1_000;
/**
 * Rows that are looked at together when searching for one that has not been delivered. Nearly always the first is one.
 */
const PAGE_ROWS = 16;

/** The relay's stored messages: sealed, counted, and durable when `addAll` returns. */
export class StoredMessages {
  readonly #parts: StoredMessagesParts;
  readonly #countTo = new Map<string, number>();
  readonly #countFrom = new Map<string, number>();
  readonly #countBetween = new Map<string, number>();
  /** Delivered, but the store could not remove them. This process must not deliver them again. */
  readonly #unremoved = new Set<number>();

  constructor(parts: StoredMessagesParts) {
    this.#parts = parts;
  }

  /**
   * Whether something may be held for that recipient. Also true when the store cannot tell, because no new message may
   * overtake a held one.
   */
  mayHold(recipient: PeerAddress): boolean {
    const held = this.#told('read', () => success(this.#heldFor(recipient)));
    return !held.ok || held.value > 0;
  }

  /** Stores the messages that are within the limits, in one write. The results are in the order of the messages. */
  addAll(messages: readonly NewMessage[]): readonly Result<StoredRequest, HoldFailure>[] {
    const refusals = messages.map(({ message }) => this.#admit(message));
    const admitted = messages.filter((_, at) => refusals[at] === null);
    const rows = this.#write(admitted, () => this.#parts.queue.addAll(admitted.map((one) => this.#seal(one))));
    if (!rows.ok) {
      for (const { message } of admitted) this.#changeCounts(message, -1);
      return refusals.map((refusal) => failure(refusal ?? rows.error));
    }
    const left = [...rows.value];
    return refusals.map((refusal) => {
      if (refusal !== null) return failure(refusal);
      const row = left.shift();
      if (row === undefined) throw new Error('the queue gave back fewer rows than it was given');
      return success(row);
    });
  }

  /**
   * Replaces a message by a report about it, in one write, so that one of the two exists whenever the process dies. The
   * limits do not apply, since there are no more reports than messages that were taken within the limits.
   */
  replace(row: StoredRequest, report: EndToEndMessage, lifeMs: number): Result<StoredRequest, StoreFailure> {
    const one = { message: report, lifeMs };
    const stored = this.#write([one], () => this.#parts.queue.replace(row.position, this.#seal(one)));
    if (!stored.ok) return stored;
    this.#changeCounts(stored.value, 1);
    this.#changeCounts(row, -1);
    return stored;
  }

  /** The oldest message for a recipient after the position `after`; null when there is none. */
  next(recipient: PeerAddress, after: number): Result<StoredRequest | null, StoreFailure> {
    return this.#told('read', () => {
      this.#removeLeftOvers();
      for (let last = after; ;) {
        const rows = this.#parts.queue.waitingFor(recipient, this.#unremoved.size === 0 ? 1 : PAGE_ROWS, last);
        const next = rows.find(({ position }) => !this.#unremoved.has(position));
        const end = rows.at(-1);
        if (next !== undefined || end === undefined) return success(next ?? null);
        last = end.position;
      }
    });
  }

  open({ sealed, from, to }: StoredRequest): Result<EndToEndMessage, UnsealFailure> {
    return openMessage(this.#parts.sealer, sealed, from, to);
  }

  /**
   * Call this after the recipient's 2xx, or when nobody is to be told of a failure. A message that cannot be removed
   * now is not delivered again, and is removed later.
   */
  remove(row: StoredRequest): void {
    const { queue, faultPoint } = this.#parts;
    faultPoint('before-delete');
    if (!this.#told('remove', () => queue.remove(row.position)).ok) this.#unremoved.add(row.position);
    faultPoint('after-delete');
    this.#changeCounts(row, -1);
  }

  /** The messages whose time is over, oldest expiry first. `limit` is 1…1,000. */
  expired(limit: number): Result<readonly StoredRequest[], StoreFailure> {
    const { queue, age } = this.#parts;
    return this.#told('read', () => {
      this.#removeLeftOvers();
      const rows = queue.expiredAt(age.now(), Math.min(MOST_ROWS, limit + this.#unremoved.size));
      return success(rows.filter(({ position }) => !this.#unremoved.has(position)).slice(0, limit));
    });
  }

  /** Milliseconds until the next one expires, 0 when one has; null when nothing is held. */
  untilNextExpiryMs(): Result<number | null, StoreFailure> {
    const { queue, age } = this.#parts;
    return this.#told('read', () => {
      const next = queue.nextExpiryAgeMs();
      return success(next === null ? null : Math.max(0, next - age.now()));
    });
  }

  #write<Rows>(messages: readonly NewMessage[], write: () => Result<Rows, StoreFailure>): Result<Rows, StoreFailure> {
    const { faultPoint, onStored } = this.#parts;
    faultPoint('before-store');
    const stored = this.#told('add', write);
    if (!stored.ok) return stored;
    faultPoint('after-store');
    for (const { lifeMs } of messages) onStored(lifeMs);
    return stored;
  }

  #seal({ message, lifeMs }: NewMessage): Omit<StoredRequest, 'position'> {
    const { sealer, age, clock } = this.#parts;
    const { from, to } = message;
    const storedAtMs = clock.wallMs();
    const expiresAtAgeMs = deviceAgeMs(age.now() + lifeMs);
    return { from, to, storedAtMs, expiresAtAgeMs, sealed: sealMessage(sealer, withDate(message, storedAtMs)) };
  }

  /**
   * Counts the message when it may be held, because the messages after it in the same write must be within the limits
   * too.
   */
  #admit(message: EndToEndMessage): HoldFailure | null {
    const refusal = this.#told('read', () => success(this.#fullSide(message)));
    if (!refusal.ok) return refusal.error;
    if (refusal.value === null) this.#changeCounts(message, 1);
    return refusal.value;
  }

  #fullSide(message: EndToEndMessage): 'recipient-full' | 'sender-full' | null {
    const { queue, limits } = this.#parts;
    const { from, to } = message;
    if (this.#heldFor(to) >= limits.storedPerRecipient) return 'recipient-full';
    const between = known(this.#countBetween, pairOf(message), () => queue.countBetween(from, to));
    if (between >= Math.ceil(limits.storedPerRecipient * limits.shareOfOneSender)) return 'recipient-full';
    const ofSender = known(this.#countFrom, from, () => queue.usageOf('from', from).count);
    return ofSender >= limits.storedPerSender ? 'sender-full' : null;
  }

  #heldFor(recipient: PeerAddress): number {
    return known(this.#countTo, recipient, () => this.#parts.queue.usageOf('to', recipient).count);
  }

  #changeCounts(between: Between, change: 1 | -1): void {
    addTo(this.#countFrom, between.from, change);
    addTo(this.#countTo, between.to, change);
    const pair = pairOf(between);
    addTo(this.#countBetween, pair, change);
    // There can be more pairs than users, so only pairs with a message are kept.
    if (this.#countBetween.get(pair) === 0) this.#countBetween.delete(pair);
  }

  #removeLeftOvers(): void {
    for (const position of this.#unremoved) {
      if (!this.#parts.queue.remove(position).ok) return;
      this.#unremoved.delete(position);
    }
  }

  /** Passes on what the store answers, and logs a failure. */
  #told<Value>(step: string, work: () => Result<Value, StoreFailure>): Result<Value, StoreFailure> {
    const result = orStoreFailure(work);
    if (!result.ok) this.#parts.log.error('relay.store-failed', { step, code: result.error });
    return result;
  }
}

function pairOf({ from, to }: Between): string {
  return `${from} ${to}`;
}

/** Asks the queue once and keeps count from then on. Counting rows at every message would make a full box slow. */
function known(counts: Map<string, number>, key: string, ask: () => number): number {
  const count = counts.get(key) ?? ask();
  counts.set(key, count);
  return count;
}

/** A key that is not counted yet stays so: the queue will be asked, and its answer includes this change. */
function addTo(counts: Map<string, number>, key: string, change: 1 | -1): void {
  const count = counts.get(key);
  if (count !== undefined) counts.set(key, Math.max(0, count + change));
}
