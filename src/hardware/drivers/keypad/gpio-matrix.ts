import { success } from '../../../domain/result.ts';
import type { KeypadDriverData } from '../../../ports/device/board.ts';
import type { Keypad } from '../../../ports/device/keypad.ts';
import { openLines } from '../../gpio/gpio-line.ts';
import type { Driver } from '../driver.ts';
import { GpioMatrixKeypad } from './gpio-matrix-keypad.ts';
import { LineMatrix } from './key-matrix.ts';

export const gpioMatrix: Driver<KeypadDriverData['gpio-matrix'], Keypad> = {
  async open({ rowLines, columnLines, ...chip }, parts) {
    const rows = rowLines.map((line) => ({ line, use: 'out' as const }));
    const columns = columnLines.map((line) => ({ line, use: 'in' as const }));
    const lines = await openLines(chip, [...rows, ...columns], parts);
    if (!lines.ok) return lines;
    const matrix = new LineMatrix(lines.value.slice(0, rows.length), lines.value.slice(rows.length));
    return success(new GpioMatrixKeypad({ matrix, clock: parts.clock, log: parts.log }));
  },
};
