import { success } from '../../../domain/result.ts';
import type { Backlight } from '../../../ports/device/backlight.ts';
import type { BacklightDriverData } from '../../../ports/device/board.ts';
import { openOutput } from '../../gpio/output-lines.ts';
import type { Driver } from '../driver.ts';
import { SwitchedLight } from './switched-light.ts';

/** A light on a GPIO line: on and off only. */
export const gpioBacklight: Driver<BacklightDriverData['gpio'], Backlight> = {
  async open({ line, ...chip }, parts) {
    const opened = await openOutput(chip, line, parts);
    if (!opened.ok) return opened;
    const light = opened.value;
    const source = {
      set: (percent: number) => light.write(percent > 0 ? 1 : 0),
      release: () => {
        light.release();
      },
    };
    return success(new SwitchedLight(source, parts.log));
  },
};
