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

/**
 * Counts REGISTERs over all flows and servers. Whatever the servers answer, no more than `MAX_REGISTERS_PER_MINUTE` go
 * out in any 60 s.
 */
export class RegisterPace {
  readonly #clock: Clock;
  /** When the REGISTERs of the last minute went out, oldest first; monotonic clock. */
  #sentAtMs: readonly number[] = [];

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** A REGISTER went out. */
  sent(): void {
    const now = this.#clock.monotonicMs();
    this.#sentAtMs = [...this.#sentAtMs.filter((atMs) => atMs > now - WINDOW_MS), now];
  }

  /** How long the next attempt has to wait, in ms; nearly always 0. */
  waitMs(): number {
    const room = MAX_REGISTERS_PER_MINUTE - MAX_REGISTERS_PER_ATTEMPT;
    const freeAfterMs = this.#sentAtMs.at(-room - 1);
    return freeAfterMs === undefined ? 0 : Math.max(0, freeAfterMs + WINDOW_MS - this.#clock.monotonicMs());
  }
}
