import type { EpochMs, MonotonicMs } from '../../domain/time.ts';

export interface Timer {
  /** After it the callback never runs. Idempotent. */
  cancel(): void;
}

/** Time and timers. Code outside `main/` uses no others, so that tests can pass a virtual clock. */
export interface Clock {
  wallMs(): EpochMs;
  monotonicMs(): MonotonicMs;
  /**
   * Calls back once, never synchronously. `delayMs` is 0…2,147,483,647 (the range of setTimeout); throws RangeError
   * outside it.
   */
  startTimer(delayMs: number, callback: () => void): Timer;
}
