import type { MonotonicMs } from '../domain/time.ts';
import type { Clock, Timer } from '../ports/system/clock.ts';

/**
 * A draft is saved when typing pauses for this long. Each save is a synchronous write with fsync, which takes 1…20 ms
 * on flash and wears it; one per key would make every key slow.
 */
export const DRAFT_PAUSE_MS = 400;
/** When somebody types without a pause, at most this much is lost when the battery is pulled. */
export const DRAFT_MAX_WAIT_MS = 3_000;

/** Tells when the text being typed should be saved. No timer runs while there is nothing to save. */
export class DraftPause {
  readonly #clock: Clock;
  readonly #keep: () => void;
  #timer: Timer | null = null;
  #sinceMs: MonotonicMs | null = null;

  constructor(clock: Clock, keep: () => void) {
    this.#clock = clock;
    this.#keep = keep;
  }

  /** A key was just pressed and there is something to save. */
  typed(): void {
    const nowMs = this.#clock.monotonicMs();
    this.#sinceMs ??= nowMs;
    this.#timer?.cancel();
    const leftMs = Math.max(0, this.#sinceMs + DRAFT_MAX_WAIT_MS - nowMs);
    this.#timer = this.#clock.startTimer(Math.min(DRAFT_PAUSE_MS, leftMs), () => {
      this.#timer = null;
      this.#sinceMs = null;
      this.#keep();
    });
  }

  stop(): void {
    this.#timer?.cancel();
    this.#timer = null;
    this.#sinceMs = null;
  }
}
