import type { Clock, Timer } from '../../ports/system/clock.ts';

interface TimedStep {
  readonly durationMs: number;
}

/**
 * Plays steps by the clock. Each step's time is counted from the beginning of the pattern, so that late timers do not
 * add up.
 */
export class Rhythm<S extends TimedStep> {
  readonly #clock: Clock;
  readonly #show: (step: S | null) => void;
  #timer: Timer | null = null;

  /** @param show called at the beginning of each step, and with null when nothing is left to play. */
  constructor(clock: Clock, show: (step: S | null) => void) {
    this.#clock = clock;
    this.#show = show;
  }

  /** Replaces what is playing. With `repeats`, some step must take longer than 0 ms. */
  play(steps: readonly S[], { repeats }: { readonly repeats: boolean }): void {
    this.stop();
    this.#step(steps, 0, this.#clock.monotonicMs(), repeats);
  }

  /** Stops playing. `show` is not called any more. */
  stop(): void {
    this.#timer?.cancel();
    this.#timer = null;
  }

  #step(steps: readonly S[], index: number, dueMs: number, repeats: boolean): void {
    const step = steps[index];
    if (step === undefined) {
      this.#show(null);
      return;
    }
    // Steps that were missed while the processor slept are not played late.
    const nowMs = this.#clock.monotonicMs();
    const nextMs = Math.max(nowMs, dueMs + step.durationMs);
    const next = repeats ? (index + 1) % steps.length : index + 1;
    this.#timer = this.#clock.startTimer(nextMs - nowMs, () => {
      this.#step(steps, next, nextMs, repeats);
    });
    this.#show(step);
  }
}
