import type { Clock } from '../../ports/clock.ts';

/** Room for a round over 16 servers that each ask for credentials first; no more than a registrar bears from one handset. */
export const MAX_REGISTERS_PER_MINUTE = 36;
const WINDOW_MS = 60_000;
/** What one attempt may send: itself, the answer to a challenge, and another when the nonce was stale (RFC 3261 §22.2). */
export const MAX_REGISTERS_PER_ATTEMPT = 3;

/** Counts REGISTERs over all flows and servers: whatever they answer, in no 60 s do more than `MAX_REGISTERS_PER_MINUTE` go out. */
export class RegisterPace {
  readonly #clock: Clock;
  /** Of the last minute, oldest first; monotonic. */
  #sentAtMs: readonly number[] = [];

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** One went out. */
  sent(): void {
    const now = this.#clock.monotonicMs();
    this.#sentAtMs = [...this.#sentAtMs.filter((atMs) => atMs > now - WINDOW_MS), now];
  }

  /** How long the next attempt has to wait; 0 nearly always. */
  waitMs(): number {
    const room = MAX_REGISTERS_PER_MINUTE - MAX_REGISTERS_PER_ATTEMPT;
    const freeAfterMs = this.#sentAtMs.at(-room - 1);
    return freeAfterMs === undefined ? 0 : Math.max(0, freeAfterMs + WINDOW_MS - this.#clock.monotonicMs());
  }
}
