import type { MonotonicMs } from '../../domain/time.ts';

/** Lets `perSecond` tokens through on average, and `atOnce` of them together after a silence. */
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

  /** Takes so many tokens; false, and takes none, when there are fewer. */
  take(now: MonotonicMs, count = 1): boolean {
    if (!this.has(now, count)) return false;
    this.#tokens -= count;
    return true;
  }

  has(now: MonotonicMs, count = 1): boolean {
    this.#fill(now);
    return this.#tokens >= count;
  }

  /** Nothing was taken, or all has come back. */
  isFull(now: MonotonicMs): boolean {
    return this.has(now, this.#atOnce);
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
