import type { Command, InputEvent } from '../../domain/input/input-event.ts';
import type { InputField } from '../../domain/input/input-field.ts';
import type { Sequence } from '../../domain/history/message.ts';
import type { PeerAddress } from '../../domain/peer-address.ts';
import type { Draft } from '../../domain/text/draft.ts';
import type {
  HandsetCompose,
  HandsetContacts,
  HandsetEvent,
  HandsetHistory,
  HandsetPeople,
} from '../../ports/handset.ts';
import type { Change } from './change.ts';
import type { Refusal, SaveDraft, UiOutcome } from './command.ts';
import type { PickerState } from './picker.ts';
import type { Choice, Sheet } from './sheet.ts';
import type { ViewAnswer, OpeningOf, StateOf, ViewKind } from './view-kinds.ts';

/** The parts of the history that behaviours may read. They never write; they return commands. */
export type HistoryReads = Pick<
  HandsetHistory,
  'threads' | 'events' | 'event' | 'steps' | 'unread' | 'newestUnread' | 'unsent' | 'signIns'
>;
export type ContactReads = Pick<HandsetContacts, 'contacts' | 'contact'>;
/** What is known about who may reach the owner. */
export type PeopleReads = Pick<HandsetPeople, 'requests' | 'blocked' | 'standing'>;
type DraftReads = Pick<HandsetCompose, 'draft'>;
export type HandsetReads = HistoryReads & ContactReads & PeopleReads & DraftReads;

/** How much of the focused item lies outside the screen, in px. Known only after drawing. */
export interface Overflow {
  readonly abovePx: number;
  readonly belowPx: number;
}

/**
 * A place for the field's caret. Known only after drawing, because only what drew the text knows where its lines are.
 */
export interface CaretPlace {
  /** UTF-16 units of the text before it. */
  readonly offset: number;
  /** How far right the caret stood when it set out: a short line in between does not pull it to the left. */
  readonly columnPx: number;
}

/**
 * The place one line further up or down in the field, as the text is wrapped on the screen; null when there is no line.
 * `columnPx` is where the caret set out, null when that is where it stands now.
 */
export type CaretBeside = (line: 'above' | 'below', columnPx: number | null) => CaretPlace | null;

/** The events that were drawn whole, the first and the last of them. Known only after drawing. */
export interface Seen {
  readonly from: Sequence;
  readonly through: Sequence;
}

export interface BehaviourParts {
  readonly handset: HandsetReads;
  readonly overflow: Overflow;
  readonly caretBeside: CaretBeside;
  /** What the pickers offer. An empty list means that the board has no such picker. */
  readonly emoji: readonly string[];
  readonly symbols: readonly string[];
}

export interface OpeningParts {
  readonly handset: HandsetReads;
  /** Drafts that the store has not accepted yet. */
  readonly unsaved: ReadonlyMap<PeerAddress, Draft>;
}

type SoftKey =
  | 'open'
  | 'back'
  | 'clear'
  | 'send'
  | 'write'
  | 'resend'
  | 'stay'
  | 'edit'
  | 'change'
  | 'insert'
  | 'options'
  | 'choose'
  | 'close';
/** What the three keys under the screen do; null for nothing. */
export type SoftKeyRow = readonly [left: SoftKey | null, middle: SoftKey | null, right: SoftKey | null];

/** Something that happened outside a view and may change what the view has read. */
export type News = HandsetEvent | UiOutcome;

/**
 * How a view answers keys and news. It is pure: whatever it wants of the handset it returns as a command. A view needs
 * only `open` and `input`; the rest is for views that do more.
 */
export interface Behaviour<Kind extends ViewKind = ViewKind> {
  open(parts: OpeningParts, opening: OpeningOf<Kind>): StateOf<Kind>;
  input(parts: BehaviourParts, view: StateOf<Kind>, input: InputEvent): Change<StateOf<Kind>>;
  /**
   * Reads again what the view shows. `because` is the news that touched it; it is empty when the view is shown again,
   * and then everything may have changed.
   */
  reload?(handset: HandsetReads, view: StateOf<Kind>, because: readonly News[]): StateOf<Kind>;
  /** Whether news touch what the view has read. A view without this method is touched by none. */
  touchedBy?(view: StateOf<Kind>, news: News): boolean;

  softKeys?(view: StateOf<Kind>): SoftKeyRow;
  /** Whether a command goes on while its key is held, beyond those that always do. */
  mayRepeat?(view: StateOf<Kind>, command: Command): boolean;
  /** The view gets every key itself: no key goes to a notification, locks the keypad, or is refused. */
  readonly ownsKeys?: true;
  /**
   * The view changes by itself after a time without keys; null when it does not. The keypad does not lock itself while
   * such a view is shown.
   */
  readonly pause?: {
    afterMs(view: StateOf<Kind>): number | null;
    passed(view: StateOf<Kind>): StateOf<Kind>;
  };

  /**
   * News changed by themselves what a key does. For a moment the key still does what it did, because the thumb may be
   * on its way; then the grace is over.
   */
  readonly grace?: {
    pending(view: StateOf<Kind>): boolean;
    over(view: StateOf<Kind>): StateOf<Kind>;
  };

  /** News would put rows in another order, or take the one with the focus away; that waits for a pause in the keys. */
  readonly order?: {
    waits(view: StateOf<Kind>): boolean;
    restored(handset: HandsetReads, view: StateOf<Kind>): StateOf<Kind>;
  };

  /** The view's own rows tell of what comes, so that no line does; `signIn`: of another device that signed in. */
  tells?(view: StateOf<Kind>, what: 'news' | 'signIn'): boolean;
  /** The peer whose conversation the view shows. */
  peer?(view: StateOf<Kind>): PeerAddress;
  /**
   * These events of its peer were drawn. Only that makes them read, and those that are `tooShort` only when they were
   * in sight for a moment.
   */
  seen?(handset: HistoryReads, view: StateOf<Kind>, seen: Seen, tooShort: ReadonlySet<Sequence>): Change<StateOf<Kind>>;
  /**
   * The draft that the store should hold but does not yet. `leaving`: the view is about to close, so this is the last
   * call.
   */
  draft?(view: StateOf<Kind>, leaving: boolean): SaveDraft | null;
  /** The field that has the focus, for the input method; null when something else has it. */
  field?(view: StateOf<Kind>): InputField | null;
  /** The picker of emoji or symbols that lies over the view's field. */
  picker?(view: StateOf<Kind>): PickerState | null;

  /**
   * What can be done here now, for Menu and for the soft key `options`; null for nothing. A view without this method
   * gets the key itself.
   */
  menu?(view: StateOf<Kind>): Sheet | null;
  /** Something was chosen in a menu or as an answer to a question that this view had laid over itself. */
  choose?(parts: BehaviourParts, view: StateOf<Kind>, choice: Choice): Change<StateOf<Kind>>;

  /** Takes the result of a command, wherever the view is in the stack. */
  outcome?(view: StateOf<Kind>, outcome: UiOutcome): StateOf<Kind>;
  /** Shows why a key did nothing. For views without this method the screen says it over them. */
  refused?(view: StateOf<Kind>, refusal: Refusal): StateOf<Kind>;
  /** The view above closed and told it something. */
  answered?(parts: BehaviourParts, view: StateOf<Kind>, answer: ViewAnswer): Change<StateOf<Kind>>;
}
