import { success } from '../../../domain/result.ts';
import type { PowerDriverData } from '../../../ports/device/board.ts';
import type { Power } from '../../../ports/device/power.ts';
import type { Driver } from '../driver.ts';

/** A board that is fed from outside. */
export const NO_BATTERY: Power = { reading: null, onChange: () => () => undefined, close: () => undefined };

export const noPower: Driver<PowerDriverData['none'], Power> = {
  open: () => Promise.resolve(success(NO_BATTERY)),
};
