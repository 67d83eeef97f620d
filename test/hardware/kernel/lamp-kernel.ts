import type { Clock } from '../../../src/ports/system/clock.ts';
import { FakeKernel } from './fake-kernel.ts';

const LEDS = '/sys/class/leds';

/**
 * The LED class of the kernel with its `pattern` trigger (Documentation/leds/leds-class.rst): the trigger's file comes and goes with the
 * trigger, and is root's until udev has seen it.
 */
export class LampKernel extends FakeKernel {
  readonly #udev: { readonly clock: Clock; readonly delayMs: number } | null;

  /** Without its module the kernel does not know the trigger. */
  knowsPatterns = true;

  /** @param lamps the brightest level of each. */
  constructor(
    lamps: Readonly<Record<string, number>>,
    udev: { readonly clock: Clock; readonly delayMs: number } | null = null,
  ) {
    super();
    this.#udev = udev;
    for (const [name, maxBrightness] of Object.entries(lamps)) {
      this.files.set(`${LEDS}/${name}/max_brightness`, `${maxBrightness}\n`);
      this.files.set(`${LEDS}/${name}/brightness`, '0\n');
      this.files.set(`${LEDS}/${name}/trigger`, '[none] timer pattern\n');
    }
  }

  /** The levels that a lamp goes through, each with its time; one without time when it is steady. */
  seen(lamp: string): readonly { readonly level: number; readonly durationMs: number }[] {
    const pattern = this.files.get(`${LEDS}/${lamp}/pattern`);
    if (pattern === undefined || pattern === '') {
      return [{ level: Number(this.files.get(`${LEDS}/${lamp}/brightness`)), durationMs: 0 }];
    }
    const numbers = pattern.split(' ').map(Number);
    return Array.from({ length: numbers.length / 4 }, (_, tuple) => ({
      level: numbers[tuple * 4]!,
      durationMs: numbers[tuple * 4 + 1]!,
    }));
  }

  protected override take(path: string, value: string): string | null {
    const lamp = path.slice(0, path.lastIndexOf('/'));
    if (path.endsWith('/trigger')) {
      if (!['none', 'timer', 'pattern'].includes(value)) return 'EINVAL';
      if (value === 'pattern' && !this.knowsPatterns) return 'EINVAL';
      this.#trigger(lamp, value);
      return null;
    }
    if (path.endsWith('/brightness') && Number(value) === 0) this.#trigger(lamp, 'none');
    return super.take(path, value);
  }

  #trigger(lamp: string, chosen: string): void {
    const words = ['none', 'timer', 'pattern'].map((word) => (word === chosen ? `[${word}]` : word));
    this.files.set(`${lamp}/trigger`, `${words.join(' ')}\n`);
    this.files.delete(`${lamp}/pattern`);
    if (chosen === 'none') this.files.set(`${lamp}/brightness`, '0\n');
    if (chosen !== 'pattern') return;
    this.files.set(`${lamp}/pattern`, '');
    if (this.#udev === null) return;
    this.refusals.set(`${lamp}/pattern`, 'EACCES');
    this.#udev.clock.startTimer(this.#udev.delayMs, () => this.refusals.delete(`${lamp}/pattern`));
  }
}
