import type { PeerAddress } from '../../../domain/peer-address.ts';
import type { ThreadSummary } from '../../../domain/history/thread.ts';
import type { PeerList } from '../../behaviour/peer-list.ts';

/** Somebody who is no contact, or who is blocked. */
export interface Sender {
  readonly peer: PeerAddress;
  readonly name: string | null;
  /** Null for somebody blocked of whom nothing is kept. */
  readonly thread: ThreadSummary | null;
}

export interface RequestsState {
  readonly kind: 'requests';
  readonly of: 'strangers' | 'blocked';
  readonly filter: string;
  readonly list: PeerList<Sender>;
  readonly senders: number;
  /** How many requests were not kept, when the list was opened. */
  readonly lost: number;
}

declare module '../../behaviour/view-kinds.ts' {
  interface Views {
    readonly requests: {
      readonly state: RequestsState;
      readonly opening: { readonly of: RequestsState['of'] };
    };
  }
}
