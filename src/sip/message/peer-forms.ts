import type { PeerAddress } from '../../domain/peer-address.ts';
import type { MessageForm } from './outgoing-message.ts';
import type { PeerMarks } from './peer-marks.ts';

export interface PeerLists {
  /** Peers that refused CPIM. Only a text of theirs in CPIM proves the contrary. */
  readonly refused: PeerMarks;
  /** Peers that have shown that they know CPIM: what they write in plain text changes nothing. */
  readonly cpim: PeerMarks;
  /** Peers that have written plain text. */
  readonly plain: PeerMarks;
}

/**
 * In which form each peer is written to. CPIM is tried first; plain text goes to peers that refused CPIM, and to those
 * that have only ever written plain text: some clients answer 200 to CPIM and show its headers to their owner.
 */
export class PeerForms {
  readonly #lists: PeerLists;

  constructor(lists: PeerLists) {
    this.#lists = lists;
  }

  formFor(peer: PeerAddress): MessageForm {
    const { refused, cpim, plain } = this.#lists;
    return refused.has(peer) || (plain.has(peer) && !cpim.has(peer)) ? 'plain' : 'cpim';
  }

  /** The owner knows the peer, whom no stranger displaces from now on. */
  knows(peer: PeerAddress): void {
    this.#lists.cpim.keep(peer);
    this.#lists.plain.keep(peer);
  }

  /** Plain text was taken after CPIM was not. Only whom the owner wrote to can refuse. */
  refusedCpim(peer: PeerAddress): void {
    this.#lists.cpim.remove(peer);
    this.#lists.refused.add(peer, true);
  }

  /** 'report': its device reported that something was delivered or read, which it does for CPIM. */
  wrote(peer: PeerAddress, what: MessageForm | 'report', isKnown: boolean): void {
    const { refused, cpim, plain } = this.#lists;
    if (isKnown) this.knows(peer);
    if (what === 'plain') {
      if (!cpim.has(peer)) plain.add(peer, isKnown);
      return;
    }
    // The relay may have written a report in the peer's name, but never a text.
    if (what === 'cpim') refused.remove(peer);
    if (!refused.has(peer)) cpim.add(peer, isKnown);
    plain.remove(peer);
  }
}
