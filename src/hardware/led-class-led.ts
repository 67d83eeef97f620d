import type { LedColour, LedPattern } from '../domain/alert/signals.ts';
import type { Led } from '../ports/led.ts';
import type { Log } from '../ports/log.ts';
import type { Sysfs } from './sysfs.ts';

const LED_CLASS = '/sys/class/leds';

type Names = Readonly<Partial<Record<LedColour, string>>>;

/**
 * LEDs of the kernel's LED class. The kernel's `pattern` trigger does the blinking, so that it goes on while the processor sleeps and
 * when this process dies (Documentation/ABI/testing/sysfs-class-led-trigger-pattern).
 *
 * A board with one LED names it once, and it shows every colour; rhythm tells the patterns apart.
 */
export class LedClassLed implements Led {
  readonly #names: Names;
  readonly #sysfs: Sysfs;
  readonly #log: Log;
  #shown: LedPattern | null = null;
  #closed = false;

  constructor(parts: { readonly names: Names; readonly sysfs: Sysfs; readonly log: Log }) {
    this.#names = parts.names;
    this.#sysfs = parts.sysfs;
    this.#log = parts.log;
  }

  show(pattern: LedPattern): void {
    if (this.#closed || this.#shown?.name === pattern.name) return;
    this.#shown = pattern;
    for (const [name, colours] of this.#leds()) this.#drive(name, colours, pattern);
  }

  close(): void {
    this.show({ name: 'closed', steps: [] });
    this.#closed = true;
  }

  /** Each LED with the colours that it stands for. */
  #leds(): ReadonlyMap<string, readonly LedColour[]> {
    const named = Object.entries(this.#names) as [LedColour, string][];
    const first = named[0];
    if (first !== undefined && named.every(([, name]) => name === first[1])) {
      return new Map([[first[1], ['green', 'amber', 'red', 'blue']]]);
    }
    return new Map(named.map(([colour, name]) => [name, [colour]]));
  }

  #drive(name: string, colours: readonly LedColour[], pattern: LedPattern): void {
    const folder = `${LED_CLASS}/${name}`;
    const full = Number(this.#sysfs.read(`${folder}/max_brightness`) ?? '255') || 255;
    const levels = pattern.steps.map(({ colour, durationMs }) => ({
      level: colour !== 'off' && colours.includes(colour) ? full : 0,
      durationMs,
    }));
    try {
      this.#sysfs.write(`${folder}/trigger`, 'none');
      if (levels.every(({ level }) => level === levels[0]?.level)) {
        this.#sysfs.write(`${folder}/brightness`, String(levels[0]?.level ?? 0));
      } else {
        this.#sysfs.write(`${folder}/trigger`, 'pattern');
        this.#sysfs.write(`${folder}/pattern`, squareWave(levels));
      }
    } catch (error) {
      this.#log.error('led.write-failed', { led: name, pattern: pattern.name }, error);
    }
  }
}

/** The trigger fades from one level to the next; a second tuple of 0 ms at the old level's end makes the step sharp. */
function squareWave(levels: readonly { readonly level: number; readonly durationMs: number }[]): string {
  return levels.map(({ level, durationMs }) => `${level} ${durationMs} ${level} 0`).join(' ');
}
