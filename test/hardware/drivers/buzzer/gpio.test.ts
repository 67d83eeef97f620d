import { describe, expect, it } from 'vitest';
import { gpioBuzzer } from '../../../../src/hardware/drivers/buzzer/gpio.ts';
import { RhythmBuzzer } from '../../../../src/hardware/drivers/buzzer/rhythm-buzzer.ts';
import { lineTone } from '../../../../src/hardware/drivers/buzzer/line-tone.ts';
import { success } from '../../../../src/domain/result.ts';
import { LineLog } from '../../../../src/main/machine/log/line-log.ts';
import { describeBuzzer } from '../../../contract/buzzer.contract.ts';
import { VirtualClock } from '../../../support/virtual-clock.ts';
import { CHIP_GONE, CopperLine } from '../../gpio/copper-line.ts';
import { TWO_CHIPS } from '../../gpio/two-chips.ts';
import { openedParts } from '../opened-parts.ts';

const OWN_TONE_HZ = 2_300;

describeBuzzer('a buzzer on a GPIO line', () => {
  const line = new CopperLine();
  const clock = new VirtualClock();
  return {
    buzzer: new RhythmBuzzer({ tone: lineTone(line), clock, log: openedParts().log }),
    ownToneHz: OWN_TONE_HZ,
    heardHz: () => (line.levelNow() === 1 ? OWN_TONE_HZ : 0),
    wait: (durationMs) => {
      clock.advance(durationMs);
    },
  };
});

describe('a buzzer on a GPIO line', () => {
  it('is opened as an output by its chip and line, and given back silent', async () => {
    const line = new CopperLine();
    const opened: unknown[] = [];
    const parts = openedParts({
      files: TWO_CHIPS,
      loadOpenLine: () =>
        Promise.resolve((...line_) => {
          opened.push(line_);
          return success(line);
        }),
    });
    const buzzer = await gpioBuzzer.open({ chipLabel: 'keypad', line: 3, activeLow: true }, parts);
    if (!buzzer.ok) throw new Error(buzzer.error.code);
    expect(opened).toEqual([[523, 'out', true]]);
    buzzer.value.play({ name: 'tone', steps: [{ frequencyHz: 1, durationMs: 100 }] });
    expect(line.levelNow()).toBe(1);
    buzzer.value.close();
    expect([line.levelNow(), line.releases]).toEqual([0, 1]);
  });

  it('whose chip goes away is told once', () => {
    const line = new CopperLine();
    const clock = new VirtualClock();
    const lines: string[] = [];
    const log = new LineLog('test', (logged) => lines.push(logged));
    const buzzer = new RhythmBuzzer({ tone: lineTone(line), clock, log });
    line.fault = CHIP_GONE;
    buzzer.play({ name: 'tone', steps: [{ frequencyHz: 1, durationMs: 100 }] });
    clock.advance(1_000);
    buzzer.close();
    expect(lines).toEqual([
      'test: error board.part-failed part=buzzer errno=ENODEV path=/sys/class/gpio/gpio520/value',
    ]);
  });
});
