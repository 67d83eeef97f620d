import type { PeerAddress } from '../../domain/peer-address.ts';
import type { MonotonicMs } from '../../domain/time.ts';
import type { RelayLimits } from './relay-limits.ts';
import { TokenBucket } from './token-bucket.ts';

/** Budgets that are remembered. Beyond this the one that was used the longest ago counts as whole again. */
const CAPACITY = 20_000;

export type StrangerLimits = Pick<
  RelayLimits,
  'strangerMessages' | 'strangerBytes' | 'strangerMessagesToAll' | 'strangerBytesToAll'
>;

interface Budget {
  readonly messages: TokenBucket;
  readonly bytes: TokenBucket;
}

/**
 * What a sender may send to those who never wrote to that sender: to each, and to all together. It comes back with
 * time alone. Whether the messages were fetched, refused or still wait makes no difference; otherwise a stranger could
 * tell from a refusal that somebody's device is off.
 */
export class StrangerBudget {
  readonly #limits: StrangerLimits;
  readonly #refillSeconds: number;
  readonly #budgets = new Map<string, Budget>();

  /** @param refillSeconds after which an empty budget is whole again */
  constructor(limits: StrangerLimits, refillSeconds: number) {
    this.#limits = limits;
    this.#refillSeconds = refillSeconds;
  }

  get size(): number {
    return this.#budgets.size;
  }

  take(from: PeerAddress, to: PeerAddress, bytes: number, now: MonotonicMs): boolean {
    this.#forget(now);
    const { strangerMessages, strangerBytes, strangerMessagesToAll, strangerBytesToAll } = this.#limits;
    const pair = this.#budget(`${from} ${to}`, strangerMessages, strangerBytes, now);
    const all = this.#budget(from, strangerMessagesToAll, strangerBytesToAll, now);
    const both = [pair, all];
    if (!both.every((budget) => budget.messages.has(now) && budget.bytes.has(now, bytes))) return false;
    for (const budget of both) {
      budget.messages.take(now);
      budget.bytes.take(now, bytes);
    }
    return true;
  }

  #budget(key: string, messages: number, bytes: number, now: MonotonicMs): Budget {
    const bucket = (atOnce: number): TokenBucket => new TokenBucket(atOnce / this.#refillSeconds, atOnce, now);
    const budget = this.#budgets.get(key) ?? { messages: bucket(messages), bytes: bucket(bytes) };
    // The one used last stands last.
    this.#budgets.delete(key);
    this.#budgets.set(key, budget);
    return budget;
  }

  /** A budget that is whole again says nothing more than one that was never used. */
  #forget(now: MonotonicMs): void {
    for (const [key, { messages, bytes }] of this.#budgets) {
      const isWhole = messages.isFull(now) && bytes.isFull(now);
      if (!isWhole && this.#budgets.size < CAPACITY) return;
      this.#budgets.delete(key);
    }
  }
}
