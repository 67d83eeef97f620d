import type { Composer } from '../../domain/text/composer.ts';
import type { InputEvent, InputMode } from '../../domain/input/input-event.ts';
import type { KeyName } from '../../domain/keys/key-map.ts';
import type { Sequence } from '../../domain/history/message.ts';
import type { MessageId } from '../../domain/history/message-id.ts';
import type { PeerAddress } from '../../domain/peer-address.ts';
import type { Result } from '../../domain/result.ts';
import type { ThreadSummary } from '../../domain/history/thread.ts';
import type { Draft } from '../../domain/text/draft.ts';
import type { EpochMs } from '../../domain/time.ts';
import type { Handset, HandsetEvent, SendRefusal } from '../../ports/handset.ts';
import type { StoreFailure } from '../../ports/message-store.ts';

import type { PeerList } from './peer-list.ts';
import type { ThreadWindow } from './thread-window.ts';

export interface HomeState {
  readonly kind: 'home';
  readonly focus: number;
}

export interface HistoryState {
  readonly kind: 'history';
  readonly filter: string;
  readonly list: PeerList<ThreadSummary>;
}

export const CONTACT_TABS = ['all', 'known', 'favourites'] as const;
export type ContactTab = (typeof CONTACT_TABS)[number];

/** A row of Contacts: a contact, or a peer known from messages. */
export interface Person {
  readonly peer: PeerAddress;
  readonly name: string | null;
  readonly favourite: boolean;
  /** Of the last message; null when the list does not say. */
  readonly lastAtMs: EpochMs | null;
}

export interface ContactsState {
  readonly kind: 'contacts';
  readonly tab: ContactTab;
  readonly filter: string;
  readonly list: PeerList<Person>;
}

export interface ContactState {
  readonly kind: 'contact';
  readonly peer: PeerAddress;
  readonly focus: number;
}

/** Signs to choose from, over the field. */
export interface PickerState {
  readonly kind: 'emoji' | 'symbols';
  readonly focus: number;
}

/** Why the last key did nothing; said in words until the next key. */
export type Refusal = SendRefusal | 'draftKept';

export interface ThreadState {
  readonly kind: 'thread';
  readonly peer: PeerAddress;
  readonly field: Composer;
  /** What the store holds, so that nothing is written twice. */
  readonly saved: Draft;
  /** The focused message; null when the field has the focus. */
  readonly focus: Sequence | null;
  /** For a message taller than the screen: the edge that it was entered by, and how far it was scrolled from there. */
  readonly anchor: 'top' | 'bottom';
  readonly scrollPx: number;
  readonly window: ThreadWindow;
  /** The newest message that was asked to be marked read, so that a store that refuses is not asked again and again. */
  readonly markedThrough: Sequence;
  /** 'full': the last key would have gone beyond a limit of the text. */
  readonly refusal: Refusal | 'full' | null;
  readonly picker: PickerState | null;
}

export interface DetailsState {
  readonly kind: 'details';
  readonly sequence: Sequence;
  readonly scrollPx: number;
  readonly refusal: Refusal | null;
}

export type ViewState = HomeState | HistoryState | ContactsState | ContactState | ThreadState | DetailsState;

/** A notification over any view. */
export interface BannerState {
  readonly peer: PeerAddress;
  readonly sequence: Sequence;
}

/** The keypad is locked. Keys are counted, so that a pocket does not find its way out. */
export interface LockState {
  /** How many of the keys that unlock were pressed, 0…3. */
  readonly progress: number;
  /** Keys that were none of them, since the keypad was left alone for a while; 0…5. */
  readonly wrongKeys: number;
}

export interface UiState {
  /** From Home to what is on the screen; never empty. */
  readonly views: readonly [HomeState, ...ViewState[]];
  readonly banner: BannerState | null;
  /** A waiting message that is about to be given up: stays until it is acted on. */
  readonly warning: BannerState | null;
  readonly mode: InputMode | null;
  /** Why the banner's key did nothing; said until the next key. */
  readonly refusal: Refusal | null;
  /** Drafts of threads that were left and that the store has not taken yet: it will be asked again. */
  readonly unsaved: ReadonlyMap<PeerAddress, Draft>;
  readonly stuckKeys: readonly KeyName[];
  /** Null while the keypad is not locked. What lies under it stays as it was. */
  readonly lock: LockState | null;
}

/** What the navigator may read; it writes by commands only. */
export type HandsetQueries = Pick<
  Handset,
  'state' | 'wallMs' | 'ageMs' | 'threads' | 'events' | 'message' | 'steps' | 'contacts' | 'contact' | 'draft'
>;

/** How much of the focused thing lies outside the screen, px. Only what was drawn can tell. */
export interface Overflow {
  readonly abovePx: number;
  readonly belowPx: number;
}

export interface UiContext {
  readonly handset: HandsetQueries;
  readonly overflow: Overflow;
  /** What the pickers offer; an empty list means that the board has no such picker. */
  readonly emoji: readonly string[];
  readonly symbols: readonly string[];
}

/** What the screen asks of the handset. */
export type UiCommand =
  | { readonly kind: 'send'; readonly peer: PeerAddress; readonly body: string }
  | { readonly kind: 'resend'; readonly id: MessageId }
  | { readonly kind: 'saveDraft'; readonly peer: PeerAddress; readonly draft: Draft }
  | { readonly kind: 'setFavourite'; readonly peer: PeerAddress; readonly favourite: boolean }
  | { readonly kind: 'markRead'; readonly peer: PeerAddress; readonly through: Sequence }
  | { readonly kind: 'acknowledgeLostChanges' }
  | { readonly kind: 'refuseKey' };

/** What came of a command. */
export type UiOutcome =
  | { readonly kind: 'sent'; readonly peer: PeerAddress; readonly result: Result<unknown, SendRefusal> }
  | { readonly kind: 'resent'; readonly result: Result<unknown, SendRefusal> }
  | {
      readonly kind: 'draftSaved';
      readonly peer: PeerAddress;
      readonly draft: Draft;
      readonly result: Result<unknown, StoreFailure>;
    }
  | { readonly kind: 'favouriteSet'; readonly result: Result<unknown, StoreFailure> };

export type UiEvent =
  | { readonly kind: 'input'; readonly input: InputEvent }
  | { readonly kind: 'handset'; readonly event: HandsetEvent }
  /** Typing paused, or the power goes: what was typed is to be kept now. */
  | { readonly kind: 'keepDraft'; readonly leaving: boolean }
  | { readonly kind: 'bannerExpired' }
  /** No key for so long that the keypad locks itself. */
  | { readonly kind: 'lockDue' }
  /** No key for so long that a locked keypad begins anew. */
  | { readonly kind: 'lockRested' }
  | { readonly kind: 'stuckKeysChanged'; readonly keys: readonly KeyName[] }
  | UiOutcome;

export interface Step {
  readonly state: UiState;
  readonly commands: readonly UiCommand[];
}
