import type { Clock, Timer } from '../../ports/system/clock.ts';

/** After this time without a key nobody uses the handset. */
export const QUIET_AFTER_MS = 120_000;

/** Tells whether somebody uses the handset. Before the first key nobody does. */
export class QuietTime {
  readonly #clock: Clock;
  readonly #tell: (quiet: boolean) => void;
  #timer: Timer | null = null;
  #lastKeyMs = 0;

  constructor(clock: Clock, tell: (quiet: boolean) => void) {
    this.#clock = clock;
    this.#tell = tell;
  }

  /** A key was pressed. One timer runs, however many keys there are. */
  keyPressed(): void {
    this.#lastKeyMs = this.#clock.monotonicMs();
    if (this.#timer !== null) return;
    this.#tell(false);
    this.#wait(QUIET_AFTER_MS);
  }

  close(): void {
    this.#timer?.cancel();
  }

  #wait(forMs: number): void {
    this.#timer = this.#clock.startTimer(forMs, () => {
      const leftMs = this.#lastKeyMs + QUIET_AFTER_MS - this.#clock.monotonicMs();
      if (leftMs > 0) {
        this.#wait(leftMs);
        return;
      }
      this.#timer = null;
      this.#tell(true);
    });
  }
}
