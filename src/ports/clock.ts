import type { EpochMs, MonotonicMs } from '../domain/time.ts';

export interface Timer {
  /** Idempotent; after it the callback never runs. */
  cancel(): void;
}

/** Time and timers. The only way to either outside `main/`; tests hand in a virtual one. */
export interface Clock {
  wallMs(): EpochMs;
  monotonicMs(): MonotonicMs;
  /** Calls back once, never synchronously. `delayMs` 0…2,147,483,647 (setTimeout's range); outside it throws RangeError. */
  startTimer(delayMs: number, callback: () => void): Timer;
}
