import type { PeerAddress } from '../../domain/peer-address.ts';

/** Pairs that are remembered. Beyond this the one that wrote the longest ago is forgotten. */
const CAPACITY = 50_000;

/**
 * Who has written to whom since the relay started. It decides who counts as a stranger: a user knows those to whom that
 * user, or the user's device by a report, has sent something. Kept in memory only, because whoever was forgotten is
 * merely a stranger again until the next message.
 */
export class Acquaintances {
  readonly #pairs = new Set<string>();

  get size(): number {
    return this.#pairs.size;
  }

  wrote(from: PeerAddress, to: PeerAddress): void {
    const pair = `${from} ${to}`;
    this.#pairs.delete(pair);
    this.#pairs.add(pair);
    if (this.#pairs.size <= CAPACITY) return;
    const [oldest] = this.#pairs;
    if (oldest !== undefined) this.#pairs.delete(oldest);
  }

  /** Whether `user` has written to `peer`. Nobody is a stranger to oneself. */
  knows(user: PeerAddress, peer: PeerAddress): boolean {
    return user === peer || this.#pairs.has(`${user} ${peer}`);
  }
}
