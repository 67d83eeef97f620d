import type { Clock, Timer } from '../../ports/system/clock.ts';

/**
 * Work that waits until the link has answered the peer: buzzer, screen and reports. Tasks run in order, all on one
 * timer.
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

  /**
   * Drops the tasks that have not run: what they would show or send is in the store, and is taken up at the next start.
   */
  stop(): void {
    this.#timer?.cancel();
    this.#timer = null;
    this.#tasks = [];
  }
}
