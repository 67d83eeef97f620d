import { success } from '../../../domain/result.ts';
import type { BuzzerDriverData } from '../../../ports/device/board.ts';
import type { Buzzer } from '../../../ports/device/buzzer.ts';
import { openOutput } from '../../gpio/output-lines.ts';
import type { Driver } from '../driver.ts';
import { lineTone } from './line-tone.ts';
import { RhythmBuzzer } from './rhythm-buzzer.ts';

export const gpioBuzzer: Driver<BuzzerDriverData['gpio'], Buzzer> = {
  async open({ line, ...chip }, parts) {
    const opened = await openOutput(chip, line, parts);
    if (!opened.ok) return opened;
    return success(new RhythmBuzzer({ tone: lineTone(opened.value), clock: parts.clock, log: parts.log }));
  },
};
