import { success } from '../../../domain/result.ts';
import type { BuzzerDriverData } from '../../../ports/device/board.ts';
import type { Buzzer } from '../../../ports/device/buzzer.ts';
import { openLine } from '../../gpio/gpio-line.ts';
import type { Driver } from '../driver.ts';
import { lineTone } from './line-tone.ts';
import { RhythmBuzzer } from './rhythm-buzzer.ts';

export const gpioBuzzer: Driver<BuzzerDriverData['gpio'], Buzzer> = {
  async open({ line, ...chip }, parts) {
    const opened = await openLine(chip, { line, use: 'out' }, parts);
    if (!opened.ok) return opened;
    return success(new RhythmBuzzer({ tone: lineTone(opened.value), clock: parts.clock, log: parts.log }));
  },
};
