import { Obj, type Display } from 'lvgl-bindings';
import type { LivingPart } from '../../../handset/upkeep/sign-of-life.ts';
import type { ScreenDevice } from '../../../hardware/drivers/screen/screen-device.ts';

/**
 * A screen that is asked for a sign of life: a pixel is to be drawn anew, and has been when it is asked the next time.
 * It goes the whole way, through LVGL's timers to the panel. A dark screen draws nothing, and is not asked.
 */
export class LivingScreen implements LivingPart {
  readonly name = 'screen';
  readonly #display: Display;
  readonly #panel: Pick<ScreenDevice, 'isThere'>;
  readonly #light: { readonly isLit: boolean };
  readonly #pixel: Obj;
  /** What was drawn before the pixel; null when it was not asked for. */
  #drawnBefore: number | null = null;

  constructor(display: Display, panel: Pick<ScreenDevice, 'isThere'>, light: { readonly isLit: boolean }) {
    this.#display = display;
    this.#panel = panel;
    this.#light = light;
    // It has no colour of its own: what is under it is what is drawn.
    this.#pixel = Obj.create(display.systemLayer, { style: { width: 1, height: 1 } });
  }

  isAlive(): boolean {
    const before = this.#drawnBefore;
    const isAlive = this.#panel.isThere && (before === null || this.#display.flushCount > before);
    this.#drawnBefore = null;
    if (!this.#light.isLit) return true;
    this.#drawnBefore = this.#display.flushCount;
    this.#pixel.invalidate();
    return isAlive;
  }
}
