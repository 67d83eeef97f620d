import type { LedColour } from '../../../domain/alert/signals.ts';
import { success } from '../../../domain/result.ts';
import type { LedDriverData } from '../../../ports/device/board.ts';
import type { Led } from '../../../ports/device/led.ts';
import { openOutputs } from '../../gpio/output-lines.ts';
import type { Driver } from '../driver.ts';
import { GpioLed } from './gpio-led.ts';

export const gpioLed: Driver<LedDriverData['gpio'], Led> = {
  async open({ lines, ...chip }, parts) {
    const named = Object.entries(lines) as [LedColour, number][];
    const numbers = [...new Set(Object.values(lines))];
    const opened = await openOutputs(chip, numbers, parts);
    if (!opened.ok) return opened;
    const lamps = named.map(([colour, line]) => [colour, opened.value[numbers.indexOf(line)]] as const);
    return success(new GpioLed({ lines: Object.fromEntries(lamps), clock: parts.clock, log: parts.log }));
  },
};
