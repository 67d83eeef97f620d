import type { Clock, Timer } from '../../ports/clock.ts';

/**
 * Work that must wait until the link has answered the peer: buzzer, screen, reports. In order, on one timer however
 * many came.
 */
export class AfterAnswer {
  readonly #clock: Clock;
  #tasks: (() => void)[] = [];
  #timer: Timer | null = null;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  add(task: () => void): void {
    this.#tasks.push(task);
    this.#timer ??= this.#clock.startTimer(0, () => {
      this.#timer = null;
      const tasks = this.#tasks;
      this.#tasks = [];
      for (const each of tasks) each();
    });
  }

  /** Forgets what was not done: all of it is in the store, and drawn anew at the next start. */
  stop(): void {
    this.#timer?.cancel();
    this.#timer = null;
    this.#tasks = [];
  }
}
