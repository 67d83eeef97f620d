import type { BuzzerPattern } from '../domain/alert/signals.ts';
import type { Buzzer } from '../ports/buzzer.ts';
import type { Clock, Timer } from '../ports/clock.ts';
import type { Log } from '../ports/log.ts';
import type { Sysfs } from './sysfs.ts';

const NANOSECONDS_PER_SECOND = 1_000_000_000;
/** No pattern sounds longer, whatever its steps say (src/domain/alert/signals.ts). */
const MAX_SOUND_MS = 3_000;

/** A piezo on a PWM channel of the kernel (Documentation/driver-api/pwm.rst, "Using PWMs with the sysfs interface"). */
export class PwmBuzzer implements Buzzer {
  readonly #chipPath: string;
  readonly #channel: number;
  readonly #sysfs: Sysfs;
  readonly #clock: Clock;
  readonly #log: Log;
  #timer: Timer | null = null;
  #exported = false;
  #closed = false;

  constructor(parts: {
    readonly chipPath: string;
    readonly channel: number;
    readonly sysfs: Sysfs;
    readonly clock: Clock;
    readonly log: Log;
  }) {
    this.#chipPath = parts.chipPath;
    this.#channel = parts.channel;
    this.#sysfs = parts.sysfs;
    this.#clock = parts.clock;
    this.#log = parts.log;
  }

  play(pattern: BuzzerPattern): void {
    if (this.#closed) return;
    this.#timer?.cancel();
    this.#timer = null;
    try {
      this.#export();
      this.#step(pattern, 0, MAX_SOUND_MS);
    } catch (error) {
      this.#log.error('buzzer.write-failed', { pattern: pattern.name }, error);
    }
  }

  close(): void {
    this.#closed = true;
    this.#timer?.cancel();
    this.#timer = null;
    if (!this.#exported) return;
    try {
      this.#sound(0);
      this.#sysfs.write(`${this.#chipPath}/unexport`, String(this.#channel));
      this.#exported = false;
    } catch (error) {
      this.#log.error('buzzer.write-failed', { pattern: 'close' }, error);
    }
  }

  #step(pattern: BuzzerPattern, index: number, leftMs: number): void {
    const step = pattern.steps[index];
    if (step === undefined || leftMs <= 0) {
      this.#sound(0);
      return;
    }
    this.#sound(step.frequencyHz);
    const durationMs = Math.min(step.durationMs, leftMs);
    this.#timer = this.#clock.startTimer(durationMs, () => {
      try {
        this.#step(pattern, index + 1, leftMs - durationMs);
      } catch (error) {
        this.#log.error('buzzer.write-failed', { pattern: pattern.name }, error);
      }
    });
  }

  #sound(frequencyHz: number): void {
    const channel = `${this.#chipPath}/pwm${this.#channel}`;
    this.#sysfs.write(`${channel}/enable`, '0');
    if (frequencyHz <= 0) return;
    const periodNs = Math.round(NANOSECONDS_PER_SECOND / frequencyHz);
    // The kernel refuses a period shorter than the duty cycle that is set, so the duty cycle goes to 0 first.
    this.#sysfs.write(`${channel}/duty_cycle`, '0');
    this.#sysfs.write(`${channel}/period`, String(periodNs));
    this.#sysfs.write(`${channel}/duty_cycle`, String(Math.round(periodNs / 2)));
    this.#sysfs.write(`${channel}/enable`, '1');
  }

  #export(): void {
    if (this.#exported) return;
    const present = this.#sysfs.list(this.#chipPath).includes(`pwm${this.#channel}`);
    if (!present) this.#sysfs.write(`${this.#chipPath}/export`, String(this.#channel));
    this.#exported = true;
  }
}
