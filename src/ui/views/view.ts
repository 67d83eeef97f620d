import type { Overflow } from '../navigator/state.ts';
import type { Box, Place } from '../drawing/box.ts';

/** A view model made visible. It is made once and told each new model; only what differs is drawn. */
export interface View<Model> {
  readonly box: Box;
  update(model: Model, area: Place): void;
  /** How much of the focused thing lies outside the screen. */
  overflow(): Overflow;
}

export const ALL_IN_SIGHT: Overflow = { abovePx: 0, belowPx: 0 };
