import type { Overflow } from '../behaviour/behaviour.ts';
import type { PresentParts } from '../present/present-parts.ts';
import type { Box, Place } from './box.ts';
import type { Look } from './look.ts';

/** A view model made visible. It is made once and told each new model; only what differs is drawn. */
export interface View<Model> {
  readonly box: Box;
  update(model: Model, area: Place): void;
  /** How much of the focused thing lies outside the screen; all is in sight when it does not say. */
  overflow?(): Overflow;
}

/** From a view's state to words. Pure, though it may remember what it made last. */
export interface Presenter<State, Model> {
  present(parts: PresentParts, view: State): Model;
}

/** How a view looks: from its state to words, and from words to pixels. */
export interface ViewEntry<State, Model> {
  /** Asked once for each screen. */
  presenter(): Presenter<State, Model>;
  make(look: Look, parent: Box): View<Model>;
  /** What has the focus, in words: for tests, scripts and screen readers. */
  focused(model: Model): string;
  /** A passing notification lies over it and does not push it down: what is being read must not jump for 8 s. */
  readonly bannerOver?: true;
  /** It tells time and news itself, larger than the status bar. */
  readonly tellsTime?: true;
}

export const ALL_IN_SIGHT: Overflow = { abovePx: 0, belowPx: 0 };
