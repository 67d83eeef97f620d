import type { InputEvent } from '../../domain/input/input-event.ts';
import type { Message, OutgoingMessage } from '../../domain/history/message.ts';
import type { KeyName } from '../../domain/keys/key-map.ts';
import type { PeerAddress } from '../../domain/peer-address.ts';
import type { Draft } from '../../domain/text/draft.ts';
import type { HandsetEvent } from '../../ports/handset.ts';
import type { News } from '../behaviour/behaviour.ts';
import type { Refusal, UiCommand, UiOutcome } from '../behaviour/command.ts';
import type { ViewState } from '../behaviour/view-kinds.ts';

/** A notification of a message, over any view. */
export interface BannerState {
  readonly peer: PeerAddress;
  /** In Contacts; null when the peer is not there. */
  readonly name: string | null;
  /** Null when the store cannot say. */
  readonly message: Message | null;
}

/** A waiting message that is about to be given up. */
export interface WarningState extends BannerState {
  readonly message: OutgoingMessage;
}

export interface UiState {
  /** From Home to what is on the screen; never empty. */
  readonly views: readonly [ViewState, ...ViewState[]];
  readonly banner: BannerState | null;
  /** It stays until it is acted on. */
  readonly warning: WarningState | null;
  /** Why the last key did nothing, where the view has no place to say it; said until the next key. */
  readonly refusal: Refusal | null;
  /** Drafts of threads that were left and that the store has not taken yet: it will be asked again. */
  readonly unsaved: ReadonlyMap<PeerAddress, Draft>;
  readonly stuckKeys: readonly KeyName[];
  /** News that touched what the view on the screen has read: it is read again once, when all that came with them is known. */
  readonly touchedBy: readonly News[];
  readonly storeWorks: boolean;
}

export type UiEvent =
  | { readonly kind: 'input'; readonly input: InputEvent }
  | { readonly kind: 'handset'; readonly event: HandsetEvent }
  /** Typing paused, or the power goes: what was typed is to be kept now. */
  | { readonly kind: 'keepDraft'; readonly leaving: boolean }
  | { readonly kind: 'bannerExpired' }
  /** No key for so long that the keypad locks itself. */
  | { readonly kind: 'lockDue' }
  /** No key for so long that the view on the screen changes by itself. */
  | { readonly kind: 'paused' }
  /** Nothing more comes for this frame: what was touched is read again. */
  | { readonly kind: 'settle' }
  | { readonly kind: 'stuckKeysChanged'; readonly keys: readonly KeyName[] }
  | UiOutcome;

export interface Step {
  readonly state: UiState;
  readonly commands: readonly UiCommand[];
}
