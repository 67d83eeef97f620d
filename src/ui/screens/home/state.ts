import type { SignInEvent } from '../../../domain/history/event.ts';
import type { ThreadSummary } from '../../../domain/history/thread.ts';
import type { PeerAddress } from '../../../domain/peer-address.ts';

/** The rows from top to bottom, then the ways in, two in a row. */
export const HOME_WAYS = ['history', 'write', 'contacts'] as const;
export type HomeItem = 'signIn' | 'news' | 'unsent' | (typeof HOME_WAYS)[number];

/** What Enter does on an item. */
export interface HomeMeaning {
  readonly item: HomeItem;
  /** Whose thread the news lead to; null for the other items. */
  readonly peer: PeerAddress | null;
}

export interface HomeState {
  readonly kind: 'home';
  /** Another device signed in to the account, and the owner has not seen that. It stands in the place of the news. */
  readonly signIn: SignInEvent | null;
  /** The thread with the newest unread event; null when all was read. */
  readonly news: ThreadSummary | null;
  /** How many messages failed and were not seen since, and how many wait. */
  readonly failed: number;
  readonly waiting: number;
  readonly focus: HomeItem;
  /** The owner moved the focus since Home was shown, so that news do not take it. */
  readonly moved: boolean;
  /** What Enter still does for a moment after news changed it by themselves; null when it does what is shown. */
  readonly grace: HomeMeaning | null;
}

declare module '../../behaviour/view-kinds.ts' {
  interface Views {
    readonly home: { readonly state: HomeState; readonly opening: NoOpening };
  }
}
