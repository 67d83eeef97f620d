import type { CaretBeside, Overflow, Seen } from '../behaviour/behaviour.ts';
import type { InputMode } from '../../domain/input/input-event.ts';
import type { PresentParts } from '../present/present-parts.ts';
import type { Box, Place } from './box.ts';
import type { Look } from './look.ts';

/** Draws a view model. It is made once and given each new model; only what differs is drawn. */
export interface View<Model> {
  readonly box: Box;
  update(model: Model, area: Place): void;
  /** How much of the focused item lies outside the screen. Without this method, all of it is in sight. */
  overflow?(): Overflow;
  /** Where the caret goes in a field of several lines. A view without this method has no such field. */
  caretBeside?: CaretBeside;
  /**
   * Which events are in sight as a whole; what lies under the first `coveredPx` of the view is not. Without this
   * method, the view shows none.
   */
  seen?(coveredPx: number): Seen | null;
  /** The view itself shows the time now, so that the status bar need not. */
  tellsTime?(): boolean;
}

/** What somebody who types has to know of the field that is written in. */
export interface WrittenField {
  readonly textBefore: string;
  readonly mode: InputMode;
}

/** Turns a view's state into words. It is pure, though it may remember its last result. */
export interface Presenter<State, Model> {
  present(parts: PresentParts, view: State): Model;
}

/** How a view looks: a presenter turns its state into words, and a view draws them. */
export interface ViewEntry<State, Model> {
  /** Called once for each screen. */
  presenter(): Presenter<State, Model>;
  make(look: Look, parent: Box): View<Model>;
  /** The item that has the focus, in words; for tests, scripts and screen readers. */
  focused(model: Model): string;
  /** The field of a message that has the focus; null while something else has it. */
  writing?(model: Model): WrittenField | null;
  /**
   * Where a line tells for a moment of news from somebody else: over the view, under its header, or below the view,
   * which then ends above it, so that no row lies under the line. Without this, no line is shown: the view always tells
   * of news itself, or must not.
   */
  readonly newsLine?: 'underHeader' | 'below';
}

export const ALL_IN_SIGHT: Overflow = { abovePx: 0, belowPx: 0 };
