import { afterEach } from 'vitest';
import { Lvgl, type Display, type LvglOptions } from '../../native/src/index.ts';

/** Opens LVGL for one test, with a clock that only the test moves, and closes it after the test whatever happened. */
export function useLvgl(): { open(options?: LvglOptions): Lvgl; display(lvgl: Lvgl): Display } {
  let opened: Lvgl | undefined;
  afterEach(() => {
    const last = opened;
    opened = undefined;
    // A test may have closed it itself.
    if (last !== undefined && isOpen(last)) last.close();
  });
  return {
    open(options = {}) {
      opened = Lvgl.open({ virtualClock: true, ...options });
      return opened;
    },
    display: (lvgl) => lvgl.createDisplay({ width: 320, height: 240, theme: 'none' }),
  };
}

function isOpen(lvgl: Lvgl): boolean {
  try {
    return lvgl.handlerRuns >= 0;
  } catch {
    return false;
  }
}

/** The pixel of the display at a place, as RGB565. */
export function pixelAt(display: Display, x: number, y: number): number {
  const { pixels, width } = display.pixels;
  const at = (y * width + x) * 2;
  return pixels[at]! | (pixels[at + 1]! << 8);
}

/** What a call threw: its code and message. */
export function thrown(run: () => unknown): { readonly code: string | undefined; readonly message: string } {
  try {
    run();
  } catch (error) {
    const { code, message } = error as { code?: string; message: string };
    return { code, message };
  }
  return { code: undefined, message: 'nothing was thrown' };
}
