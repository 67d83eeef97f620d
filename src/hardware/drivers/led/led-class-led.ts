import type { LedColour, LedPattern } from '../../../domain/alert/signals.ts';
import type { Result } from '../../../domain/result.ts';
import type { LedDriverData } from '../../../ports/device/board.ts';
import type { Clock, Timer } from '../../../ports/system/clock.ts';
import type { Led } from '../../../ports/device/led.ts';
import type { Log } from '../../../ports/system/log.ts';
import type { DeviceFiles } from '../../kernel/device-files.ts';
import { FaultLog } from '../../kernel/fault-log.ts';
import { DONE, type SystemFault } from '../../kernel/system-fault.ts';
import { mayBePermittedSoon, PERMISSION_RETRIES, PERMISSION_RETRY_MS } from '../../kernel/until-permitted.ts';
import { Rhythm } from '../rhythm.ts';
import { coloursByLamp } from './lamp-colours.ts';

export const LED_CLASS = '/sys/class/leds';
/** Used for a lamp that does not tell its brightest level. The kernel reduces a value that is too high. */
const ASSUMED_MAX_BRIGHTNESS = 255;

type LedStep = LedPattern['steps'][number];

interface LevelStep {
  readonly level: number;
  readonly durationMs: number;
}

/**
 * LEDs of the kernel's LED class. The kernel's `pattern` trigger makes them blink, so that they go on while the
 * processor sleeps and after this process died (Documentation/ABI/testing/sysfs-class-led-trigger-pattern). The file
 * for the pattern appears with the trigger and belongs to root until udev has seen it, so a refused write is tried
 * again for a second. A kernel without that trigger leaves the blinking to this process.
 */
export class LedClassLed implements Led {
  readonly #lamps: ReadonlyMap<string, readonly LedColour[]>;
  readonly #files: DeviceFiles;
  readonly #clock: Clock;
  readonly #faults: FaultLog;
  /** Plays what the kernel cannot, on `#byHand`. */
  readonly #rhythm: Rhythm<LedStep>;
  #byHand: readonly string[] = [];
  /** Null when a lamp refused the pattern, so that it is tried again when it is asked for again. */
  #shown: LedPattern['name'] | null = null;
  #retry: Timer | null = null;
  #closed = false;

  constructor(
    parts: LedDriverData['led-class'] & { readonly files: DeviceFiles; readonly clock: Clock; readonly log: Log },
  ) {
    this.#lamps = coloursByLamp(parts.names);
    this.#files = parts.files;
    this.#clock = parts.clock;
    this.#faults = new FaultLog(parts.log, 'led');
    this.#rhythm = new Rhythm(parts.clock, (step) => {
      this.#lightByHand(step);
    });
  }

  show(pattern: LedPattern): void {
    if (this.#closed || this.#shown === pattern.name) return;
    this.#shown = pattern.name;
    this.#retry?.cancel();
    this.#rhythm.stop();
    this.#byHand = [];
    this.#drive([...this.#lamps.keys()], pattern, PERMISSION_RETRIES);
  }

  close(): void {
    this.show({ name: 'closed', steps: [] });
    this.#closed = true;
    this.#retry?.cancel();
  }

  /** Lamps that refuse only for now are tried again. The others are given up until the next pattern. */
  #drive(lamps: readonly string[], pattern: LedPattern, retriesLeft: number): void {
    const forbidden: string[] = [];
    const byHand: string[] = [];
    let isFaulty = false;
    for (const lamp of lamps) {
      const driven = this.#play(lamp, this.#levels(lamp, pattern));
      if (driven.ok) continue;
      if (lacksTrigger(driven.error)) {
        byHand.push(lamp);
        continue;
      }
      if (mayBePermittedSoon(driven.error) && retriesLeft > 0) {
        forbidden.push(lamp);
        continue;
      }
      isFaulty = true;
      this.#faults.failed(driven.error);
    }
    if (isFaulty) this.#shown = null;
    if (byHand.length > 0) {
      this.#byHand = [...this.#byHand, ...byHand];
      this.#rhythm.play(pattern.steps, { repeats: true });
    }
    if (forbidden.length > 0) {
      this.#retry = this.#clock.startTimer(PERMISSION_RETRY_MS, () => {
        this.#drive(forbidden, pattern, retriesLeft - 1);
      });
    } else if (this.#shown !== null) {
      this.#faults.works();
    }
  }

  #lightByHand(step: LedStep | null): void {
    if (step === null) return;
    for (const lamp of this.#byHand) {
      const [wanted] = this.#levels(lamp, { steps: [step] });
      const lit = this.#files.write(`${LED_CLASS}/${lamp}/brightness`, String(wanted?.level ?? 0));
      if (!lit.ok) this.#faults.failed(lit.error);
    }
  }

  #levels(lamp: string, { steps }: Pick<LedPattern, 'steps'>): readonly LevelStep[] {
    const told = this.#files.read(`${LED_CLASS}/${lamp}/max_brightness`);
    const full = (told.ok ? Number(told.value) : 0) || ASSUMED_MAX_BRIGHTNESS;
    const colours = this.#lamps.get(lamp) ?? [];
    return steps.map(({ colour, durationMs }) => ({
      level: colour !== 'off' && colours.includes(colour) ? full : 0,
      durationMs,
    }));
  }

  #play(lamp: string, levels: readonly LevelStep[]): Result<null, SystemFault> {
    const trigger = `${LED_CLASS}/${lamp}/trigger`;
    const level = levels[0]?.level ?? 0;
    if (levels.every((step) => step.level === level)) {
      const stilled = this.#files.write(trigger, 'none');
      return stilled.ok ? this.#files.write(`${LED_CLASS}/${lamp}/brightness`, String(level)) : stilled;
    }
    // Choosing the trigger again would give its files back to root.
    const triggers = this.#files.read(trigger);
    const isChosen = triggers.ok && triggers.value.includes('[pattern]');
    // Lit at once, however long udev takes to hand the pattern's file over: the light comes before the sound.
    const lit = isChosen ? DONE : this.#files.write(`${LED_CLASS}/${lamp}/brightness`, String(level));
    if (!lit.ok) return lit;
    const chosen = isChosen ? DONE : this.#files.write(trigger, 'pattern');
    return chosen.ok ? this.#files.write(`${LED_CLASS}/${lamp}/pattern`, squareWave(levels)) : chosen;
  }
}

/** The kernel has no `pattern` trigger (its module is missing), or the lamp cannot have one. */
function lacksTrigger({ errno, path }: SystemFault): boolean {
  return errno === 'EINVAL' && path.endsWith('/trigger');
}

/** The trigger fades from one level to the next. A second tuple of 0 ms at the end of a level makes the step sharp. */
function squareWave(levels: readonly LevelStep[]): string {
  return levels.map(({ level, durationMs }) => `${level} ${durationMs} ${level} 0`).join(' ');
}
