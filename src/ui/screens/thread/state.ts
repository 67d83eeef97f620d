import type { ThreadEvent } from '../../../domain/history/event.ts';
import type { Sequence } from '../../../domain/history/message.ts';
import type { PeerAddress } from '../../../domain/peer-address.ts';
import type { Composer } from '../../../domain/text/composer.ts';
import type { Draft } from '../../../domain/text/draft.ts';
import type { Seen } from '../../behaviour/behaviour.ts';
import type { Refusal } from '../../behaviour/command.ts';
import type { PickerState } from '../../behaviour/picker.ts';
import type { ThreadWindow } from './window.ts';

/** What was drawn last. */
interface Sight extends Seen {
  /** The events among which it was drawn. */
  readonly of: readonly ThreadEvent[];
  /** Unread events further down. */
  readonly unreadBelow: number;
}

export interface ThreadState {
  readonly kind: 'thread';
  readonly peer: PeerAddress;
  /** The peer's name in Contacts; null when the peer is not there. */
  readonly name: string | null;
  readonly field: Composer;
  /** How far right the caret stood when it set out over the lines; it counts as long as `of` is the field. */
  readonly column: { readonly of: Composer; readonly px: number } | null;
  /** The draft that the store holds, so that nothing is written twice. */
  readonly saved: Draft;
  /** The focused event; null when the field has the focus. */
  readonly focus: Sequence | null;
  /** For an event taller than the screen: the edge by which it was entered, and how far it was scrolled from there. */
  readonly anchor: 'top' | 'bottom';
  readonly scrollPx: number;
  readonly window: ThreadWindow;
  /**
   * While the field has the focus: the event that must not be scrolled out at the top, and by how much it was scrolled
   * out by the owner. Null when the end of the thread is shown whatever comes.
   */
  readonly hold: { readonly sequence: Sequence; readonly scrollPx: number } | null;
  /** Where the line "n new" stands: before the event that was the first unread one when the thread was opened. */
  readonly news: { readonly before: Sequence; readonly count: number } | null;
  readonly sight: Sight | null;
  /**
   * Unread events that were drawn, and that the store was asked to mark as read. A store that refuses is thus not asked
   * again and again.
   */
  readonly asked: ReadonlySet<Sequence>;
  /** What a search looked for when it opened the thread at one of its hits; null when the owner reads on by himself. */
  readonly found: string | null;
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
      readonly opening: {
        readonly peer: PeerAddress;
        readonly focus: ThreadFocus;
        /** What a search looked for that found the event. */
        readonly found?: string;
      };
    };
  }
}
