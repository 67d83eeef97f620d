import type { LedColour, LedPattern } from '../../../domain/alert/signals.ts';
import type { Clock } from '../../../ports/system/clock.ts';
import type { Led } from '../../../ports/device/led.ts';
import type { Log } from '../../../ports/system/log.ts';
import type { OutputLine } from '../../gpio/output-lines.ts';
import { FaultLog } from '../../kernel/fault-log.ts';
import { Rhythm } from '../rhythm.ts';
import { coloursByLamp } from './lamp-colours.ts';

type LedStep = LedPattern['steps'][number];

/**
 * One or more LEDs on GPIO lines. This process makes them blink: it wakes the processor at each step, and when it dies
 * an LED stays as it is. Where the kernel can have an LED of its LED class, that one is better.
 */
export class GpioLed implements Led {
  readonly #lamps: ReadonlyMap<OutputLine, readonly LedColour[]>;
  readonly #rhythm: Rhythm<LedStep>;
  readonly #faults: FaultLog;
  #shown: LedPattern['name'] | null = null;
  #closed = false;

  constructor(parts: {
    readonly lines: Readonly<Partial<Record<LedColour, OutputLine>>>;
    readonly clock: Clock;
    readonly log: Log;
  }) {
    this.#lamps = coloursByLamp(parts.lines);
    this.#faults = new FaultLog(parts.log, 'led');
    this.#rhythm = new Rhythm(parts.clock, (step) => {
      this.#light(step?.colour ?? 'off');
    });
  }

  show({ name, steps }: LedPattern): void {
    if (this.#closed || this.#shown === name) return;
    this.#shown = name;
    this.#rhythm.stop();
    const colour = steps[0]?.colour ?? 'off';
    // A steady pattern needs no timer.
    if (steps.every((step) => step.colour === colour)) this.#light(colour);
    else this.#rhythm.play(steps, { repeats: true });
  }

  close(): void {
    if (this.#closed) return;
    this.show({ name: 'closed', steps: [] });
    this.#closed = true;
    for (const line of this.#lamps.keys()) line.release();
  }

  #light(colour: LedColour | 'off'): void {
    let works = true;
    for (const [line, colours] of this.#lamps) {
      const lit = line.write(colour !== 'off' && colours.includes(colour) ? 1 : 0);
      if (lit.ok) continue;
      works = false;
      this.#faults.failed(lit.error);
    }
    if (works) this.#faults.works();
    // A steady light that failed is tried again when it is asked for again. A rhythm tries again at its next step.
    else this.#shown = null;
  }
}
