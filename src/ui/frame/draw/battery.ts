import { Box } from '../../drawing/box.ts';
import type { Look } from '../../drawing/look.ts';

const WIDTH_PX = 15;
const HEIGHT_PX = 8;
const NUB_PX = 2;
const LOW_PERCENT = 15;
const MARGIN_PX = 6;

/** The battery's charge as a drawing. Draws nothing on a board without a gauge. */
export class Battery {
  readonly #look: Look;
  readonly #shell: Box;
  readonly #charge: Box;
  readonly #nub: Box;

  constructor(look: Look, parent: Box) {
    this.#look = look;
    this.#shell = new Box(parent).radius(2);
    this.#charge = new Box(this.#shell).radius(1);
    this.#nub = new Box(parent);
  }

  /** Returns the right edge of the space that is left in the bar, in px. */
  update(percent: number | null, rightPx: number, barHeight: number): number {
    const shown = percent !== null;
    this.#shell.show(shown);
    this.#nub.show(shown);
    if (!shown) return rightPx;
    const { theme } = this.#look;
    const colour = percent <= LOW_PERCENT ? theme.error : theme.quiet;
    const x = rightPx - NUB_PX - WIDTH_PX;
    const y = (barHeight - HEIGHT_PX) >> 1;
    this.#shell.place({ x, y, width: WIDTH_PX, height: HEIGHT_PX }).border(colour, 1);
    this.#nub.place({ x: x + WIDTH_PX, y: y + 2, width: NUB_PX, height: HEIGHT_PX - 4 }).ground(colour);
    const room = WIDTH_PX - 4;
    const width = Math.max(1, Math.round((room * Math.min(100, Math.max(0, percent))) / 100));
    // LVGL counts a child's position from inside its parent's border.
    this.#charge.place({ x: 1, y: 1, width, height: HEIGHT_PX - 4 }).ground(colour);
    return x - MARGIN_PX;
  }
}
