import { Box, type Place } from '../drawing/box.ts';
import type { Look } from '../drawing/look.ts';

/** The ground of a row that may have the focus, which is shown by a lighter ground and a bar at its left edge. */
export class FocusRow {
  readonly box: Box;
  readonly #look: Look;
  readonly #bar: Box;

  constructor(look: Look, parent: Box) {
    this.#look = look;
    this.box = new Box(parent);
    this.#bar = new Box(this.box).ground(look.theme.accent);
  }

  hide(): void {
    this.box.show(false);
  }

  /** @param lit the ground under the focus */
  update(place: Place, focused: boolean, lit = this.#look.theme.raised): void {
    this.box
      .show(true)
      .place(place)
      .ground(focused ? lit : null);
    this.#bar.place({ x: 0, y: 0, width: this.#look.metrics.focusBar, height: place.height }).show(focused);
  }
}
