import type { Clock } from '../../ports/system/clock.ts';

/**
 * Enough for a round over 16 servers that each ask for credentials first, and no more than a registrar tolerates from
 * one handset.
 */
export const MAX_REGISTERS_PER_MINUTE = 36;
const WINDOW_MS = 60_000;
/**
 * REGISTERs of one attempt: the first one, the answers to the challenges of registrar and proxy, and another one when a
 * nonce was stale (RFC 3261 §22.2).
 */
export const MAX_REGISTERS_PER_ATTEMPT = 4;
/** When so many went out in the last minute, an attempt may still begin at once. */
const ROOM = MAX_REGISTERS_PER_MINUTE - MAX_REGISTERS_PER_ATTEMPT;

/**
 * Counts REGISTERs over all flows and servers. Whatever the servers answer, no more than `MAX_REGISTERS_PER_MINUTE` go
 * out in any 60 s.
 */
export class RegisterPace {
  readonly #clock: Clock;
  /** When the last REGISTERs went out, one more than `ROOM` at most, oldest first; monotonic clock. */
  #sentAtMs: readonly number[] = [];

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** A REGISTER went out. */
  sent(): void {
    this.#sentAtMs = [...this.#sentAtMs, this.#clock.monotonicMs()].slice(-ROOM - 1);
  }

  /** How long the next attempt has to wait, in ms; nearly always 0. */
  waitMs(): number {
    const [oldestMs] = this.#sentAtMs;
    if (oldestMs === undefined || this.#sentAtMs.length <= ROOM) return 0;
    return Math.max(0, oldestMs + WINDOW_MS - this.#clock.monotonicMs());
  }
}
