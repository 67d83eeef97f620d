import type { Sequence } from '../../../domain/history/message.ts';
import type { PeerAddress } from '../../../domain/peer-address.ts';
import type { Composer } from '../../../domain/text/composer.ts';
import type { Draft } from '../../../domain/text/draft.ts';
import type { Refusal } from '../../behaviour/command.ts';
import type { PickerState } from '../../behaviour/picker.ts';
import type { ThreadWindow } from './window.ts';

export interface ThreadState {
  readonly kind: 'thread';
  readonly peer: PeerAddress;
  /** The peer's name in Contacts; null when the peer is not there. */
  readonly name: string | null;
  readonly field: Composer;
  /** The draft that the store holds, so that nothing is written twice. */
  readonly saved: Draft;
  /** The focused event; null when the field has the focus. */
  readonly focus: Sequence | null;
  /** For an event taller than the screen: the edge by which it was entered, and how far it was scrolled from there. */
  readonly anchor: 'top' | 'bottom';
  readonly scrollPx: number;
  readonly window: ThreadWindow;
  /**
   * The newest event that the store was asked to mark as read. A store that refuses is thus not asked again and
   * again.
   */
  readonly markedThrough: Sequence;
  /** 'full': the last key would have exceeded a limit of the text. */
  readonly refusal: Refusal | 'full' | null;
  readonly picker: PickerState | null;
}

/** Where a thread opens: at the field, at its newest event, or at the event that a search found. */
type ThreadFocus = 'field' | 'lastEvent' | Sequence;

declare module '../../behaviour/view-kinds.ts' {
  interface Views {
    readonly thread: {
      readonly state: ThreadState;
      readonly opening: { readonly peer: PeerAddress; readonly focus: ThreadFocus };
    };
  }
}
