import { success, type Result } from '../../../../domain/result.ts';
import type { KeypadDriverData } from '../../../../ports/device/board.ts';
import type { DeviceFault } from '../../../../ports/device/device-fault.ts';
import type { Keypad } from '../../../../ports/device/keypad.ts';
import { openLines } from '../../../gpio/gpio-line.ts';
import type { Driver, DriverParts } from '../../driver.ts';
import { openKeyLines } from './contact-lines.ts';
import { GpioMatrixKeypad } from './gpio-matrix-keypad.ts';
import { LineMatrix } from './key-matrix.ts';

type Data = KeypadDriverData['gpio-matrix'];

export const gpioMatrix: Driver<Data, Keypad> = {
  open: (data, parts) => (data.access === 'onoff' ? openByOnoff(data, parts) : openKeyLines(data, parts)),
};

async function openByOnoff(data: Data, parts: DriverParts): Promise<Result<Keypad, DeviceFault>> {
  const { rowLines, columnLines, ...chip } = data;
  const rows = rowLines.map((line) => ({ line, use: 'row' as const }));
  const columns = columnLines.map((line) => ({ line, use: 'in' as const }));
  const lines = await openLines(chip, [...rows, ...columns], parts);
  if (!lines.ok) return lines;
  const matrix = new LineMatrix(lines.value.slice(0, rows.length), lines.value.slice(rows.length));
  return success(new GpioMatrixKeypad({ matrix, clock: parts.clock, log: parts.log }));
}
