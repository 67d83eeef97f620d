import type { PeerAddress } from '../../domain/peer-address.ts';
import type { RelayQueue, RelayQueueUsage } from '../../ports/store/relay-queue.ts';

/** Who sent something to whom, and how large it is in the store. */
export interface HeldMessage {
  readonly from: PeerAddress;
  readonly to: PeerAddress;
  readonly sealed: Uint8Array;
}

const ALL = 'all';

/**
 * How much is held, in messages and bytes. The queue is asked once for each user or pair, and what changes is counted
 * from then on: counting rows at every message would make a full box slow. Who has nothing is forgotten again, so that
 * there are never more entries than held messages.
 */
export class HeldUsage {
  readonly #queue: RelayQueue;
  readonly #known = new Map<string, RelayQueueUsage>();

  constructor(queue: RelayQueue) {
    this.#queue = queue;
  }

  /** Entries that are counted now. */
  get size(): number {
    return this.#known.size;
  }

  to(user: PeerAddress): RelayQueueUsage {
    return this.#ask(`to ${user}`, () => this.#queue.usageOf('to', user));
  }

  from(user: PeerAddress): RelayQueueUsage {
    return this.#ask(`from ${user}`, () => this.#queue.usageOf('from', user));
  }

  between(from: PeerAddress, to: PeerAddress): RelayQueueUsage {
    return this.#ask(`${from} ${to}`, () => this.#queue.usageBetween(from, to));
  }

  all(): RelayQueueUsage {
    return this.#ask(ALL, () => this.#queue.usageOfAll());
  }

  added(message: HeldMessage): void {
    this.#change(message, 1);
  }

  removed(message: HeldMessage): void {
    this.#change(message, -1);
  }

  #change({ from, to, sealed }: HeldMessage, sign: 1 | -1): void {
    for (const key of [`to ${to}`, `from ${from}`, `${from} ${to}`, ALL]) {
      const known = this.#known.get(key);
      // What is not counted yet stays so: the queue will be asked, and its answer includes this change.
      if (known === undefined) continue;
      const count = Math.max(0, known.count + sign);
      if (count === 0 && key !== ALL) this.#known.delete(key);
      else this.#known.set(key, { count, bytes: Math.max(0, known.bytes + sign * sealed.length) });
    }
  }

  #ask(key: string, ask: () => RelayQueueUsage): RelayQueueUsage {
    const known = this.#known.get(key);
    if (known !== undefined) return known;
    const usage = ask();
    if (usage.count > 0 || key === ALL) this.#known.set(key, usage);
    return usage;
  }
}
