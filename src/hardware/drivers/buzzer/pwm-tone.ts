import type { Result } from '../../../domain/result.ts';
import type { DeviceFiles } from '../../kernel/device-files.ts';
import { DONE, type SystemFault } from '../../kernel/system-fault.ts';
import type { ToneMaker } from './rhythm-buzzer.ts';

/** A channel of a chip of the kernel, where it is at the moment. */
export interface PwmChannel {
  /** For example /sys/class/pwm/pwmchip0. */
  readonly chipPath: string;
  readonly channel: number;
}

const NANOSECONDS_PER_SECOND = 1_000_000_000;

/**
 * A piezo on an exported PWM channel of the kernel (Documentation/driver-api/pwm.rst, "Using PWMs with the sysfs
 * interface").
 */
export class PwmTone implements ToneMaker {
  readonly #chipPath: string;
  readonly #channel: number;
  readonly #files: DeviceFiles;

  constructor(parts: PwmChannel & { readonly files: DeviceFiles }) {
    this.#chipPath = parts.chipPath;
    this.#channel = parts.channel;
    this.#files = parts.files;
  }

  sound(frequencyHz: number): Result<null, SystemFault> {
    const silenced = this.#number('enable') === 0 ? DONE : this.#write('enable', 0);
    if (!silenced.ok || frequencyHz <= 0) return silenced;
    const periodNs = Math.round(NANOSECONDS_PER_SECOND / frequencyHz);
    const dutyNs = Math.round(periodNs / 2);
    // The kernel refuses a period that is shorter than the duty cycle. Kernels up to the 6.6 series also refuse
    // everything else on a channel that has no period yet.
    const shortened = this.#number('duty_cycle') > periodNs ? this.#write('duty_cycle', 0) : DONE;
    if (!shortened.ok) return shortened;
    for (const [file, value] of [
      ['period', periodNs],
      ['duty_cycle', dutyNs],
      ['enable', 1],
    ] as const) {
      const written = this.#write(file, value);
      if (!written.ok) return written;
    }
    return DONE;
  }

  release(): Result<null, SystemFault> {
    return this.#files.write(`${this.#chipPath}/unexport`, String(this.#channel));
  }

  /**
   * A value that cannot be read counts as a tone that must be silenced. The write that follows then reports the fault.
   */
  #number(file: string): number {
    const content = this.#files.read(`${this.#chipPath}/pwm${this.#channel}/${file}`);
    return content.ok ? Number(content.value) : NaN;
  }

  #write(file: string, value: number): Result<null, SystemFault> {
    return this.#files.write(`${this.#chipPath}/pwm${this.#channel}/${file}`, String(value));
  }
}
