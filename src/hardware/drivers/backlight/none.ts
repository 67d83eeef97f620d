import { success } from '../../../domain/result.ts';
import type { Backlight } from '../../../ports/device/backlight.ts';
import type { BacklightDriverData } from '../../../ports/device/board.ts';
import type { Driver } from '../driver.ts';

/** A screen that nothing makes dark. */
export const FIXED_LIGHT: Backlight = { canDarken: false, shine: () => undefined, close: () => undefined };

export const noBacklight: Driver<BacklightDriverData['none'], Backlight> = {
  open: () => Promise.resolve(success(FIXED_LIGHT)),
};
