import type { Clock } from '../../../src/ports/system/clock.ts';
import { FakeKernel } from './fake-kernel.ts';

export const PWM_CHIP = '/sys/class/pwm/pwmchip0';
/** The device of the chip. */
export const PWM_DEVICE = '3f20c000.pwm';
const NANOSECONDS_PER_SECOND = 1_000_000_000;

interface PwmRules {
  /** Up to the 6.6 series a channel without period refuses every write but that of the period. */
  readonly refusesWithoutPeriod?: boolean;
  /** When the channel's files are handed over after its export. */
  readonly udev?: { readonly clock: Clock; readonly delayMs: number };
}

/** A PWM chip of the kernel with two channels (Documentation/driver-api/pwm.rst). */
export class PwmKernel extends FakeKernel {
  readonly #rules: PwmRules;

  constructor(rules: PwmRules = {}) {
    super({
      [`${PWM_CHIP}/device`]: `../../../${PWM_DEVICE}`,
      [`${PWM_CHIP}/npwm`]: '2\n',
      [`${PWM_CHIP}/export`]: '',
      [`${PWM_CHIP}/unexport`]: '',
    });
    this.#rules = rules;
  }

  /** The tone of a channel, 0 for none. */
  heardHz(channel: number): number {
    const { enable, period, duty } = this.#state(`${PWM_CHIP}/pwm${channel}`);
    return enable === 1 && duty > 0 ? Math.round(NANOSECONDS_PER_SECOND / period) : 0;
  }

  protected override take(path: string, value: string): string | null {
    if (path === `${PWM_CHIP}/export`) return this.#export(value);
    if (path === `${PWM_CHIP}/unexport`) return this.#unexport(value);
    const before = this.files.get(path) ?? '';
    this.files.set(path, value);
    const { enable, period, duty } = this.#state(path.slice(0, path.lastIndexOf('/')));
    const isChecked = enable === 1 || this.#rules.refusesWithoutPeriod === true;
    if (!isChecked || (period > 0 && duty <= period)) return null;
    this.files.set(path, before);
    return 'EINVAL';
  }

  #export(channel: string): string | null {
    const folder = `${PWM_CHIP}/pwm${channel}`;
    if (Number(channel) >= 2) return 'ENODEV';
    if (this.files.has(`${folder}/enable`)) return 'EBUSY';
    for (const file of ['enable', 'period', 'duty_cycle']) {
      this.files.set(`${folder}/${file}`, '0\n');
      const { udev } = this.#rules;
      if (udev === undefined) continue;
      this.refusals.set(`${folder}/${file}`, 'EACCES');
      udev.clock.startTimer(udev.delayMs, () => this.refusals.delete(`${folder}/${file}`));
    }
    return null;
  }

  #unexport(channel: string): string | null {
    for (const file of ['enable', 'period', 'duty_cycle']) this.files.delete(`${PWM_CHIP}/pwm${channel}/${file}`);
    return null;
  }

  #state(folder: string): { readonly enable: number; readonly period: number; readonly duty: number } {
    const number = (file: string) => Number(this.files.get(`${folder}/${file}`) ?? 0);
    return { enable: number('enable'), period: number('period'), duty: number('duty_cycle') };
  }
}
