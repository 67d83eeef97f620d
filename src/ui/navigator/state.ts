import type { InputEvent } from '../../domain/input/input-event.ts';
import type { Sequence } from '../../domain/history/message.ts';
import type { KeyName } from '../../domain/keys/key-map.ts';
import type { PeerAddress } from '../../domain/peer-address.ts';
import type { Draft } from '../../domain/text/draft.ts';
import type { HandsetEvent } from '../../ports/handset.ts';
import type { Refusal, UiCommand, UiOutcome } from '../behaviour/command.ts';
import type { ViewState } from '../behaviour/view-kinds.ts';

/** A notification over any view. */
export interface BannerState {
  readonly peer: PeerAddress;
  readonly sequence: Sequence;
}

export interface UiState {
  /** From Home to what is on the screen; never empty. */
  readonly views: readonly [ViewState, ...ViewState[]];
  readonly banner: BannerState | null;
  /** A waiting message that is about to be given up: stays until it is acted on. */
  readonly warning: BannerState | null;
  /** Why the last key did nothing, where the view has no place to say it; said until the next key. */
  readonly refusal: Refusal | null;
  /** Drafts of threads that were left and that the store has not taken yet: it will be asked again. */
  readonly unsaved: ReadonlyMap<PeerAddress, Draft>;
  readonly stuckKeys: readonly KeyName[];
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
  | { readonly kind: 'stuckKeysChanged'; readonly keys: readonly KeyName[] }
  | UiOutcome;

export interface Step {
  readonly state: UiState;
  readonly commands: readonly UiCommand[];
}
