import type { PeerAddress } from '../../domain/peer-address.ts';
import type { MonotonicMs } from '../../domain/time.ts';
import type { RelayQueueUsage } from '../../ports/store/relay-queue.ts';
import type { HeldMessage, HeldUsage } from './held-usage.ts';
import type { Acquaintances } from './acquaintances.ts';
import type { RelayLimits } from './relay-limits.ts';
import type { StrangerBudget } from './stranger-budget.ts';

/** What is full: the recipient's box, the sender's share of all boxes, a stranger's budget, or the store. */
export type Fullness = 'recipient-full' | 'sender-full' | 'stranger-full' | 'store-full';

export interface QuotasParts {
  readonly limits: RelayLimits;
  readonly held: HeldUsage;
  readonly acquaintances: Acquaintances;
  readonly strangers: StrangerBudget;
}

/**
 * Who may store how much. Nobody's share depends on what others send: in every box, and in the store as a whole, each
 * sender has a part that no other sender can take.
 */
export class Quotas {
  readonly #parts: QuotasParts;

  constructor(parts: QuotasParts) {
    this.#parts = parts;
  }

  /** Null when the message may be held. A stranger's budget is used up by asking. */
  refusal(message: HeldMessage, now: MonotonicMs): Fullness | null {
    const { acquaintances, strangers } = this.#parts;
    const { from, to, sealed } = message;
    if (this.#isStoreFull(from, sealed.length)) return 'store-full';
    if (acquaintances.knows(to, from)) return this.#fullSide(message);
    return strangers.take(from, to, sealed.length, now) ? null : 'stranger-full';
  }

  #isStoreFull(from: PeerAddress, bytes: number): boolean {
    const { limits, held } = this.#parts;
    if (held.all().bytes + bytes <= limits.storedBytes) return false;
    return held.from(from).bytes + bytes > limits.reservedBytesInStore;
  }

  #fullSide({ from, to, sealed }: HeldMessage): Fullness | null {
    const { limits, held } = this.#parts;
    const between = plus(held.between(from, to), sealed);
    const isReserved = between.count <= limits.reservedPerSender && between.bytes <= limits.reservedBytesPerSender;
    if (!isReserved && this.#isBoxFull(to, between, sealed)) return 'recipient-full';
    const ofSender = plus(held.from(from), sealed);
    const isOver = ofSender.count > limits.storedPerSender || ofSender.bytes > limits.storedBytesPerSender;
    return isOver ? 'sender-full' : null;
  }

  #isBoxFull(to: PeerAddress, between: RelayQueueUsage, sealed: Uint8Array): boolean {
    const { limits, held } = this.#parts;
    const { storedPerRecipient, storedBytesPerRecipient, shareOfOneSender } = limits;
    const box = plus(held.to(to), sealed);
    return (
      box.count > storedPerRecipient ||
      box.bytes > storedBytesPerRecipient ||
      between.count > storedPerRecipient * shareOfOneSender ||
      between.bytes > storedBytesPerRecipient * shareOfOneSender
    );
  }
}

function plus({ count, bytes }: RelayQueueUsage, sealed: Uint8Array): RelayQueueUsage {
  return { count: count + 1, bytes: bytes + sealed.length };
}
