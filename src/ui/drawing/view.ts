import type { Overflow, Seen } from '../behaviour/behaviour.ts';
import type { PresentParts } from '../present/present-parts.ts';
import type { Box, Place } from './box.ts';
import type { Look } from './look.ts';

/** Draws a view model. It is made once and given each new model; only what differs is drawn. */
export interface View<Model> {
  readonly box: Box;
  update(model: Model, area: Place): void;
  /** How much of the focused item lies outside the screen. Without this method, all of it is in sight. */
  overflow?(): Overflow;
  /** Which events are in sight as a whole. Without this method, the view shows none. */
  seen?(): Seen | null;
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
  /**
   * A passing notification is drawn over this view and does not push it down, because a text that is being read must
   * not jump for 8 s.
   */
  readonly bannerOver?: true;
  /** The view itself shows the time and what is new, larger than the status bar does. */
  readonly tellsTime?: true;
}

export const ALL_IN_SIGHT: Overflow = { abovePx: 0, belowPx: 0 };
