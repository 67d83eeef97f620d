import { success, type Result } from '../../../../domain/result.ts';
import type { KeypadDriverData } from '../../../../ports/device/board.ts';
import type { DeviceFault } from '../../../../ports/device/device-fault.ts';
import type { Keypad } from '../../../../ports/device/keypad.ts';
import { openLines } from '../../../gpio/gpio-line.ts';
import type { Driver, DriverParts } from '../../driver.ts';
import { openKeyLines } from './contact-lines.ts';
import { GpioDirectKeypad } from './gpio-direct-keypad.ts';

type Data = KeypadDriverData['gpio-direct'];

export const gpioDirect: Driver<Data, Keypad> = {
  open(data, parts) {
    if (data.access !== 'character-device') return openByOnoff(data, parts);
    return openKeyLines({ ...data, rowLines: [], columnLines: data.lines }, parts);
  },
};

async function openByOnoff({ lines, ...chip }: Data, parts: DriverParts): Promise<Result<Keypad, DeviceFault>> {
  const inputs = lines.map((line) => ({ line, use: 'in' as const }));
  const opened = await openLines(chip, inputs, parts);
  return opened.ok ? success(new GpioDirectKeypad({ lines: opened.value, ...parts })) : opened;
}
