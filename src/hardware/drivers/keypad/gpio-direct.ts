import { success } from '../../../domain/result.ts';
import type { KeypadDriverData } from '../../../ports/device/board.ts';
import type { Keypad } from '../../../ports/device/keypad.ts';
import { openLines } from '../../gpio/gpio-line.ts';
import type { Driver } from '../driver.ts';
import { GpioDirectKeypad } from './gpio-direct-keypad.ts';

export const gpioDirect: Driver<KeypadDriverData['gpio-direct'], Keypad> = {
  async open({ lines, ...chip }, parts) {
    const opened = await openLines(
      chip,
      lines.map((line) => ({ line, use: 'in' })),
      parts,
    );
    if (!opened.ok) return opened;
    return success(new GpioDirectKeypad({ lines: opened.value, clock: parts.clock, log: parts.log }));
  },
};
