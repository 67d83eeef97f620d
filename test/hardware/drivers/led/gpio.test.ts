import { describe, expect, it } from 'vitest';
import type { LedColour } from '../../../../src/domain/alert/signals.ts';
import { success } from '../../../../src/domain/result.ts';
import { gpioLed } from '../../../../src/hardware/drivers/led/gpio.ts';
import { GpioLed } from '../../../../src/hardware/drivers/led/gpio-led.ts';
import { LineLog } from '../../../../src/main/machine/log/line-log.ts';
import { describeLed } from '../../../contract/led.contract.ts';
import { VirtualClock } from '../../../support/virtual-clock.ts';
import { CHIP_GONE, CopperLine } from '../../gpio/copper-line.ts';
import { TWO_CHIPS } from '../../gpio/two-chips.ts';
import { openedParts } from '../opened-parts.ts';

const BLINK = {
  name: 'message',
  steps: [
    { colour: 'blue', durationMs: 500 },
    { colour: 'off', durationMs: 300 },
  ],
} as const;

function led(lines: Partial<Record<LedColour, CopperLine>>, clock = new VirtualClock()) {
  const logged: string[] = [];
  const log = new LineLog('test', (line) => logged.push(line));
  return { led: new GpioLed({ lines, clock, log }), clock, logged };
}

describeLed('GpioLed', () => {
  const line = new CopperLine();
  const { led: lamp, clock } = led({ green: line });
  return {
    led: lamp,
    seen: () => {
      const levels = Array.from({ length: 20 }, () => {
        clock.advance(50);
        return line.levelNow();
      });
      if (levels.every((level) => level === 1)) return 'lit';
      return levels.includes(1) ? 'blinking' : 'dark';
    },
    changes: () => line.written.length,
  };
});

describe('an LED on GPIO lines', () => {
  it('keeps its rhythm for an hour, however late each timer is', () => {
    const line = new CopperLine();
    const clock = new VirtualClock();
    const startTimer = clock.startTimer.bind(clock);
    clock.startTimer = (delayMs, callback) => startTimer(delayMs + 3, callback);
    const { led: lamp } = led({ blue: line }, clock);
    lamp.show(BLINK);
    clock.advance(3_600_000);
    // 4500 periods of 800 ms, two levels each.
    expect(line.written.length).toBeGreaterThanOrEqual(9_000 - 1);
    expect(line.written.length).toBeLessThanOrEqual(9_000 + 1);
  });

  it('does not make up for the time in which the processor slept', () => {
    const line = new CopperLine();
    let sleptMs = 0;
    const clock = new VirtualClock();
    const startTimer = clock.startTimer.bind(clock);
    clock.startTimer = (delayMs, callback) => startTimer(delayMs + sleptMs, callback);
    const { led: lamp } = led({ blue: line }, clock);
    sleptMs = 600_000;
    lamp.show(BLINK);
    sleptMs = 0;
    clock.advance(600_500);
    const before = line.written.length;
    clock.advance(800);
    expect(line.written.length - before).toBe(2);
  });

  it('sets no timer for what does not change', () => {
    const { led: lamp, clock } = led({ blue: new CopperLine() });
    lamp.show({ name: 'lit', steps: [{ colour: 'blue', durationMs: 50 }] });
    lamp.show({ name: 'dark', steps: [] });
    expect(clock.startedTimers).toBe(0);
  });

  it('lights the line of each colour, and the nearest where there is none', () => {
    const [green, red] = [new CopperLine(), new CopperLine()];
    const { led: lamp } = led({ green, red });
    lamp.show({ name: 'red', steps: [{ colour: 'red', durationMs: 1 }] });
    expect([green.levelNow(), red.levelNow()]).toEqual([0, 1]);
    lamp.show({ name: 'blue', steps: [{ colour: 'blue', durationMs: 1 }] });
    expect([green.levelNow(), red.levelNow()]).toEqual([1, 0]);
  });

  it('whose chip goes away is told once, and goes on when the chip is back', () => {
    const line = new CopperLine();
    const { led: lamp, clock, logged } = led({ blue: line });
    line.fault = CHIP_GONE;
    lamp.show(BLINK);
    clock.advance(10_000);
    expect(logged).toEqual(['test: error board.part-failed part=led errno=ENODEV path=/sys/class/gpio/gpio520/value']);
    line.fault = null;
    clock.advance(800);
    expect(line.written.slice(0, 2).sort()).toEqual([0, 1]);
    expect(logged.slice(1)).toEqual(['test: info board.part-works-again part=led']);
  });

  it('gives its lines back dark', () => {
    const line = new CopperLine();
    const { led: lamp, clock } = led({ blue: line });
    lamp.show(BLINK);
    lamp.close();
    lamp.close();
    expect([line.levelNow(), line.releases, clock.pendingTimers]).toEqual([0, 1, 0]);
  });

  it('is opened by its chip, each line once, also where two colours share one', async () => {
    const lines = new Map<number, CopperLine>();
    const opened = await gpioLed.open(
      { chipLabel: 'keypad', activeLow: true, lines: { green: 7, red: 5, blue: 7 } },
      openedParts({
        files: TWO_CHIPS,
        loadOpenLine: () =>
          Promise.resolve((number, use, activeLow) => {
            expect([use, activeLow, lines.has(number)]).toEqual(['out', true, false]);
            lines.set(number, new CopperLine());
            return success(lines.get(number)!);
          }),
      }),
    );
    if (!opened.ok) throw new Error(opened.error.code);
    const lit = (colour: LedColour) => {
      opened.value.show({ name: colour, steps: [{ colour, durationMs: 1 }] });
      return [...lines].filter(([, line]) => line.levelNow() === 1).map(([number]) => number);
    };
    expect([lit('green'), lit('red'), lit('blue')]).toEqual([[527], [525], [527]]);
  });
});
