import type { InputEvent } from '../../domain/input/input-event.ts';
import type { PeerEvent } from '../../domain/history/event.ts';
import type { OutgoingMessage, Sequence } from '../../domain/history/message.ts';
import type { KeyName } from '../../domain/keys/key-map.ts';
import type { PeerAddress } from '../../domain/peer-address.ts';
import type { Draft } from '../../domain/text/draft.ts';
import type { HandsetEvent } from '../../ports/handset.ts';
import type { News, Seen } from '../behaviour/behaviour.ts';
import type { Refusal, UiCommand, UiOutcome } from '../behaviour/command.ts';
import type { Sheet } from '../behaviour/sheet.ts';
import type { ViewState } from '../behaviour/view-kinds.ts';

interface AboutPeer {
  readonly peer: PeerAddress;
  /** The peer's name in Contacts; null when the peer is not there. */
  readonly name: string | null;
}

/** A notification of a new event, which may be shown over any view. */
export interface BannerState extends AboutPeer {
  /** Null when the store cannot be read. */
  readonly event: PeerEvent | null;
  /** It is not shown any more, but for a moment the menu still begins with it: the thumb may be on its way there. */
  readonly isLeaving: boolean;
}

/** A waiting message that is about to be given up. */
export interface WarningState extends AboutPeer {
  readonly message: OutgoingMessage;
}

export interface UiState {
  /** From Home to the view on the screen; never empty. */
  readonly views: readonly [ViewState, ...ViewState[]];
  /** A menu or question over the view on the screen; it gets every key. */
  readonly sheet: Sheet | null;
  readonly banner: BannerState | null;
  /** Stays until the owner acts on it. */
  readonly warning: WarningState | null;
  /** Why the last key did nothing, when the view has no place to say so. Shown until the next key. */
  readonly refusal: Refusal | null;
  /** Drafts of threads that were left, and that the store has not accepted yet. They will be offered again. */
  readonly unsaved: ReadonlyMap<PeerAddress, Draft>;
  readonly stuckKeys: readonly KeyName[];
  /**
   * News that touched what the view on the screen has read. The view is read again once, when everything that came with
   * them is known.
   */
  readonly touchedBy: readonly News[];
  readonly storeWorks: boolean;
}

export type UiEvent =
  | { readonly kind: 'input'; readonly input: InputEvent }
  | { readonly kind: 'handset'; readonly event: HandsetEvent }
  /** Typing paused, or the screen closes: what was typed must be saved now. */
  | { readonly kind: 'keepDraft'; readonly leaving: boolean }
  | { readonly kind: 'bannerExpired' }
  /** What news changed by themselves counts now. */
  | { readonly kind: 'graceOver' }
  /** No key was pressed for a moment: rows may change their places. */
  | { readonly kind: 'keysPaused' }
  /** No key was pressed for so long that the keypad locks itself. */
  | { readonly kind: 'lockDue' }
  /** No key was pressed for so long that the view on the screen changes by itself. */
  | { readonly kind: 'paused' }
  /** What was drawn last shows these events; those that are `tooShort` came a moment ago, and are not seen yet. */
  | { readonly kind: 'seen'; readonly seen: Seen; readonly tooShort: ReadonlySet<Sequence> }
  /** Nothing more arrives for this frame, so what was touched is read again. */
  | { readonly kind: 'settle' }
  | { readonly kind: 'stuckKeysChanged'; readonly keys: readonly KeyName[] }
  | UiOutcome;

export interface Step {
  readonly state: UiState;
  readonly commands: readonly UiCommand[];
}
