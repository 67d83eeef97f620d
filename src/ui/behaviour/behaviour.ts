import type { Command, InputEvent } from '../../domain/input/input-event.ts';
import type { InputField } from '../../domain/input/input-field.ts';
import type { PeerAddress } from '../../domain/peer-address.ts';
import type { Draft } from '../../domain/text/draft.ts';
import type { HandsetCompose, HandsetContacts, HandsetEvent, HandsetHistory } from '../../ports/handset.ts';
import type { Change } from './change.ts';
import type { Refusal, SaveDraft, UiCommand, UiOutcome } from './command.ts';
import type { PickerState } from './picker.ts';
import type { ViewAnswer, OpeningOf, StateOf, ViewKind } from './view-kinds.ts';

/** What behaviours may read, each as little as it needs; they write by commands only. */
export type HistoryReads = Pick<HandsetHistory, 'threads' | 'events' | 'message' | 'steps'>;
export type ContactReads = Pick<HandsetContacts, 'contacts' | 'contact'>;
type DraftReads = Pick<HandsetCompose, 'draft'>;
export type HandsetReads = HistoryReads & ContactReads & DraftReads;

/** How much of the focused thing lies outside the screen, px. Only what was drawn can tell. */
export interface Overflow {
  readonly abovePx: number;
  readonly belowPx: number;
}

export interface BehaviourParts {
  readonly handset: HandsetReads;
  readonly overflow: Overflow;
  /** What the pickers offer; an empty list means that the board has no such picker. */
  readonly emoji: readonly string[];
  readonly symbols: readonly string[];
}

export interface OpeningParts {
  readonly handset: HandsetReads;
  /** Drafts that the store has not taken yet. */
  readonly unsaved: ReadonlyMap<PeerAddress, Draft>;
}

type SoftKey =
  'open' | 'back' | 'clear' | 'send' | 'write' | 'contact' | 'details' | 'resend' | 'edit' | 'change' | 'insert' | 'ok';
/** What the three keys under the screen do; null for nothing. */
export type SoftKeyRow = readonly [left: SoftKey | null, middle: SoftKey | null, right: SoftKey | null];

/** What happened outside a view that may change what it has read. */
export type News = HandsetEvent | UiOutcome;

/**
 * How a view answers keys and news: pure, as all that it does to the handset is a command. `open` and `input` are all that a view needs;
 * the rest is for what it does beyond that.
 */
export interface Behaviour<Kind extends ViewKind = ViewKind> {
  open(parts: OpeningParts, opening: OpeningOf<Kind>): StateOf<Kind>;
  input(parts: BehaviourParts, view: StateOf<Kind>, input: InputEvent): Change<StateOf<Kind>>;
  /** What it has read, as it is now. `because`: the news that touched it; none when it is shown again, and all may be new. */
  reload?(handset: HandsetReads, view: StateOf<Kind>, because: readonly News[]): StateOf<Kind>;
  /** Whether news touch what it has read; none do when it does not say. */
  touchedBy?(view: StateOf<Kind>, news: News): boolean;

  softKeys?(view: StateOf<Kind>): SoftKeyRow;
  /** Whether a command goes on while its key is held, beyond those that always do. */
  mayRepeat?(view: StateOf<Kind>, command: Command): boolean;
  /** Which key is a notification's; null for a view over which none is shown. Enter when it does not say. */
  bannerKey?(view: StateOf<Kind>): 'enter' | 'menu' | null;
  /** Every key is its own: no notification takes one, and none locks the keypad or is refused for it. */
  readonly ownsKeys?: true;
  /** It changes by itself when no key comes for a while; null for never. The keypad does not lock under it. */
  readonly pause?: {
    afterMs(view: StateOf<Kind>): number | null;
    passed(view: StateOf<Kind>): StateOf<Kind>;
  };

  /** Whose conversation it is. */
  peer?(view: StateOf<Kind>): PeerAddress;
  /** Whether a message of its peer that comes now is on the screen at once. */
  readsNewest?(view: StateOf<Kind>): boolean;
  /** What follows from its being on the screen; null when nothing new does. */
  shown?(view: StateOf<Kind>): { readonly view: StateOf<Kind>; readonly command: UiCommand } | null;
  /** What the store should hold of its text and does not yet. `leaving`: the last time that it is asked. */
  draft?(view: StateOf<Kind>, leaving: boolean): SaveDraft | null;
  /** The field that is written in, for the input method; null when something else has the focus. */
  field?(view: StateOf<Kind>): InputField | null;
  /** It has a field that takes emoji and symbols: the picker that lies over it. */
  picker?(view: StateOf<Kind>): PickerState | null;

  /** What came of a command, told wherever the view lies. */
  outcome?(view: StateOf<Kind>, outcome: UiOutcome): StateOf<Kind>;
  /** It says itself why a key did nothing; for the others the screen says it over them. */
  refused?(view: StateOf<Kind>, refusal: Refusal): StateOf<Kind>;
  /** The view above closed and told it something. */
  answered?(parts: BehaviourParts, view: StateOf<Kind>, answer: ViewAnswer): Change<StateOf<Kind>>;
}
