import type { OutputLine } from '../../gpio/output-lines.ts';
import { DONE } from '../../kernel/system-fault.ts';
import type { ToneMaker } from './rhythm-buzzer.ts';

/** A buzzer that makes its own tone. Patterns keep their rhythm and lose their pitch. */
export function lineTone(line: OutputLine): ToneMaker {
  return {
    sound: (frequencyHz) => line.write(frequencyHz > 0 ? 1 : 0),
    release: () => {
      line.release();
      return DONE;
    },
  };
}
