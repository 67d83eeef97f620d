import type { PeerEvent } from './event.ts';
import type { PeerAddress } from '../peer-address.ts';

/** One row of History: a peer and its last event. */
export interface ThreadSummary {
  readonly peer: PeerAddress;
  /** Name in Contacts, or null when the peer is not one. */
  readonly name: string | null;
  readonly last: PeerEvent;
  /** Events of this peer that the owner has not seen yet. */
  readonly unread: number;
  /** Messages to this peer that failed, and that the owner has not seen since. */
  readonly notSent: number;
  /** The start of an unsent draft, '' for none. */
  readonly draft: string;
  /**
   * The newest event whose text contains the filter; null without a filter, and when only the name or the address
   * contains it.
   */
  readonly match: PeerEvent | null;
}
