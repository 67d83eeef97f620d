import type { Display, Lvgl } from 'lvgl-bindings';
import type { Result } from '../../../domain/result.ts';
import type { DeviceFault } from '../../../ports/device/device-fault.ts';

/** A screen that LVGL draws on. */
export interface ScreenDevice {
  /** Called once for each opening of LVGL. */
  openDisplay(lvgl: Lvgl): Result<Display, DeviceFault>;
  /** False while the panel is gone; it is looked for, and shows the whole picture when it is back. */
  readonly isThere: boolean;
  /** Called after LVGL was closed. Idempotent. */
  close(): void;
}
