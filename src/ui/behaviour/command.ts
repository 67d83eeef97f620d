import type { Sequence } from '../../domain/history/message.ts';
import type { MessageId } from '../../domain/history/message-id.ts';
import type { PeerAddress } from '../../domain/peer-address.ts';
import type { Result } from '../../domain/result.ts';
import type { Draft } from '../../domain/text/draft.ts';
import type { SendRefusal } from '../../ports/handset.ts';
import type { Deletion, StoreFailure } from '../../ports/store/message-store.ts';

/** What the screen asks of the handset. */
export type UiCommand =
  | { readonly kind: 'send'; readonly peer: PeerAddress; readonly body: string }
  | { readonly kind: 'resend'; readonly id: MessageId }
  | { readonly kind: 'cancel'; readonly id: MessageId }
  | SaveDraft
  | { readonly kind: 'setFavourite'; readonly peer: PeerAddress; readonly favourite: boolean }
  | { readonly kind: 'markRead'; readonly peer: PeerAddress; readonly from: Sequence; readonly through: Sequence }
  | { readonly kind: 'saveSender' | 'block' | 'unblock' | 'deleteThread'; readonly peer: PeerAddress }
  | { readonly kind: 'deleteEvent'; readonly sequence: Sequence }
  | { readonly kind: 'requestsSeen'; readonly lost: number }
  | { readonly kind: 'signInsSeen'; readonly through: Sequence }
  | { readonly kind: 'acknowledgeLostChanges' }
  | { readonly kind: 'refuseKey' };

export interface SaveDraft {
  readonly kind: 'saveDraft';
  readonly peer: PeerAddress;
  readonly draft: Draft;
}

/** The result of a command. */
export type UiOutcome =
  | { readonly kind: 'sent'; readonly peer: PeerAddress; readonly result: Result<unknown, SendRefusal> }
  | { readonly kind: 'cancelled'; readonly result: Result<unknown, StoreFailure> }
  | { readonly kind: 'resent'; readonly result: Result<unknown, SendRefusal> }
  | {
      readonly kind: 'draftSaved';
      readonly peer: PeerAddress;
      readonly draft: Draft;
      readonly result: Result<unknown, StoreFailure>;
    }
  | { readonly kind: 'favouriteSet' | 'peopleChanged'; readonly result: Result<unknown, StoreFailure> }
  | { readonly kind: 'deleted'; readonly result: Result<Deletion, StoreFailure> };

/** Why the last key did nothing. It is shown until the next key. */
export type Refusal = SendRefusal | 'draftKept' | 'unfinished' | 'cameMeanwhile';
