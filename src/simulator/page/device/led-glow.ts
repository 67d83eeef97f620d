import type { LedPattern } from '../../../domain/alert/signals.ts';

/** Shows the LED: repeats the pattern's steps for ever. */
export class LedGlow {
  readonly lamp: HTMLElement;
  #timer = 0;

  constructor(lamp: HTMLElement) {
    this.lamp = lamp;
  }

  show({ steps }: LedPattern): void {
    clearTimeout(this.#timer);
    // A pattern whose steps all last 0 ms would keep the processor busy for ever.
    if (steps.some((step) => step.durationMs > 0)) this.#play(steps, 0);
    else delete this.lamp.dataset['colour'];
  }

  #play(steps: LedPattern['steps'], at: number): void {
    const step = steps[at % steps.length];
    if (step === undefined) return;
    if (step.colour === 'off') delete this.lamp.dataset['colour'];
    else this.lamp.dataset['colour'] = step.colour;
    if (steps.length === 1) return;
    this.#timer = window.setTimeout(() => {
      this.#play(steps, (at + 1) % steps.length);
    }, step.durationMs);
  }
}

/** How a person would describe it, such as `LED blinks green (message)`. */
export function ledWords({ name, steps }: LedPattern): string {
  const lasting = steps.filter((step) => step.durationMs > 0);
  const colours = [...new Set(lasting.map((step) => step.colour))].filter((colour) => colour !== 'off');
  if (colours.length === 0) return 'LED is off';
  const blinks = lasting.some((step) => step.colour === 'off');
  return `LED ${blinks ? 'blinks' : 'shines'} ${colours.join(' and ')} (${name})`;
}
