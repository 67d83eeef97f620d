import type { MonotonicMs } from '../domain/time.ts';
import type { Clock, Timer } from '../ports/clock.ts';

/**
 * A draft is kept when typing pauses this long. Each save is a synchronous write with fsync, 1…20 ms on flash, and wears it: once per
 * key would be felt in every key.
 */
export const DRAFT_PAUSE_MS = 400;
/** Who types without a pause loses at most this much when the battery is pulled. */
export const DRAFT_MAX_WAIT_MS = 3_000;

/** Tells when a text that is being typed is to be kept. Sets no timer while there is nothing to keep. */
export class DraftPause {
  readonly #clock: Clock;
  readonly #keep: () => void;
  #timer: Timer | null = null;
  #sinceMs: MonotonicMs | null = null;

  constructor(clock: Clock, keep: () => void) {
    this.#clock = clock;
    this.#keep = keep;
  }

  /** There is something to keep, and a key was just pressed. */
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
