import type { PeerAddress } from '../../domain/peer-address.ts';

/** So many messages of known senders go one after the other while a stranger's waits; then the stranger's goes. */
const KNOWN_IN_A_ROW = 8;

/**
 * Whose message a recipient gets next. Whom the recipient knows goes before strangers, because a device may take its
 * time over each text of a stranger. Within the two kinds senders take turns, so that nobody waits for all that another
 * one has sent; and a stranger's message goes after every few, so that strangers are not left out either.
 */
export class SenderTurns {
  readonly #isKnown: (sender: PeerAddress) => boolean;
  /** Of whom something may be waiting. Whose turn was the longest ago stands first. */
  readonly #senders = new Set<PeerAddress>();
  #knownInARow = 0;

  /** @param isKnown is asked at each turn, since the recipient may have written to a sender meanwhile */
  constructor(isKnown: (sender: PeerAddress) => boolean) {
    this.#isKnown = isKnown;
  }

  /** Something of that sender waits. */
  add(sender: PeerAddress): void {
    this.#senders.add(sender);
  }

  /** Nothing of that sender waits any more. */
  ended(sender: PeerAddress): void {
    this.#senders.delete(sender);
  }

  /** The sender whose turn it is among those that may have one; null when there is none. */
  next(mayHaveOne: (sender: PeerAddress) => boolean): PeerAddress | null {
    const isStrangersTurn = this.#knownInARow >= KNOWN_IN_A_ROW;
    let other: PeerAddress | null = null;
    for (const sender of this.#senders) {
      if (!mayHaveOne(sender)) continue;
      if (this.#isKnown(sender) !== isStrangersTurn) return sender;
      other ??= sender;
    }
    return other;
  }

  /** The sender has had a turn. */
  taken(sender: PeerAddress): void {
    this.#knownInARow = this.#isKnown(sender) ? this.#knownInARow + 1 : 0;
    if (this.#senders.delete(sender)) this.#senders.add(sender);
  }
}
