import type { BatteryState } from '../../../domain/power/battery.ts';
import { Box } from '../../drawing/box.ts';
import type { Look } from '../../drawing/look.ts';
import type { Theme } from '../../style/theme.ts';

const WIDTH_PX = 15;
const HEIGHT_PX = 8;
const NUB_PX = 2;
const MARGIN_PX = 6;

/** The battery's charge as a drawing: in red when it is low, in the accent while power comes in. */
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
  update(battery: BatteryState | null, rightPx: number, barHeight: number): number {
    const percent = battery?.percent ?? null;
    this.#shell.show(percent !== null);
    this.#nub.show(percent !== null);
    if (battery === null || percent === null) return rightPx;
    const colour = this.#colourOf(battery);
    const x = rightPx - NUB_PX - WIDTH_PX;
    const y = (barHeight - HEIGHT_PX) >> 1;
    this.#shell.place({ x, y, width: WIDTH_PX, height: HEIGHT_PX }).border(colour, 1);
    this.#nub.place({ x: x + WIDTH_PX, y: y + 2, width: NUB_PX, height: HEIGHT_PX - 4 }).ground(colour);
    const room = WIDTH_PX - 4;
    const width = Math.max(1, Math.round((room * percent) / 100));
    // LVGL counts a child's position from inside its parent's border.
    this.#charge.place({ x: 1, y: 1, width, height: HEIGHT_PX - 4 }).ground(colour);
    return x - MARGIN_PX;
  }

  #colourOf({ level, isPlugged }: BatteryState): Theme['quiet'] {
    const { theme } = this.#look;
    if (level !== 'normal') return theme.error;
    return isPlugged ? theme.accent : theme.quiet;
  }
}
