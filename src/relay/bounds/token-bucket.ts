import type { MonotonicMs } from '../../domain/time.ts';

/** Lets `perSecond` requests through on average, and `atOnce` of them together after a silence. */
export class TokenBucket {
  readonly #perSecond: number;
  readonly #atOnce: number;
  #tokens: number;
  #filledAtMs: MonotonicMs;

  constructor(perSecond: number, atOnce: number, now: MonotonicMs) {
    this.#perSecond = perSecond;
    this.#atOnce = atOnce;
    this.#tokens = atOnce;
    this.#filledAtMs = now;
  }

  /** Takes one token; false when there is none. */
  take(now: MonotonicMs): boolean {
    this.#fill(now);
    if (this.#tokens < 1) return false;
    this.#tokens -= 1;
    return true;
  }

  /** Whole seconds until there is a token again, at least 1; for Retry-After. */
  secondsToWait(): number {
    return Math.max(1, Math.ceil((1 - this.#tokens) / this.#perSecond));
  }

  #fill(now: MonotonicMs): void {
    const gained = ((now - this.#filledAtMs) / 1_000) * this.#perSecond;
    this.#tokens = Math.min(this.#atOnce, this.#tokens + gained);
    this.#filledAtMs = now;
  }
}
