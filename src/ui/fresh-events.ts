import type { Sequence } from '../domain/history/message.ts';
import type { MonotonicMs } from '../domain/time.ts';
import type { Clock, Timer } from '../ports/system/clock.ts';
import type { Seen } from './behaviour/behaviour.ts';

/**
 * What comes while its thread is open is seen when it was in sight for so long: the thumb may be on its way to leave,
 * and what stood there for the last instant of a view was not read by anybody.
 */
export const SEEN_AFTER_MS = 700;

/** Events that came into the open thread a moment ago. */
export class FreshEvents {
  readonly #clock: Clock;
  readonly #ripe: () => void;
  readonly #came = new Map<Sequence, MonotonicMs>();
  #timer: Timer | null = null;

  /** `ripe`: one that was within sight has been there for long enough. */
  constructor(clock: Clock, ripe: () => void) {
    this.#clock = clock;
    this.#ripe = ripe;
  }

  came(sequence: Sequence): void {
    this.#came.set(sequence, this.#clock.monotonicMs());
  }

  /** Those in sight that were not there for long enough yet; it is told when the first of them is. */
  within({ from, through }: Seen): ReadonlySet<Sequence> {
    const nowMs = this.#clock.monotonicMs();
    const fresh = new Set<Sequence>();
    let firstMs = Infinity;
    for (const [sequence, cameMs] of this.#came) {
      if (nowMs - cameMs >= SEEN_AFTER_MS) {
        this.#came.delete(sequence);
      } else if (sequence >= from && sequence <= through) {
        fresh.add(sequence);
        firstMs = Math.min(firstMs, cameMs);
      }
    }
    this.stop();
    if (fresh.size > 0) this.#await(firstMs + SEEN_AFTER_MS - nowMs);
    return fresh;
  }

  stop(): void {
    this.#timer?.cancel();
    this.#timer = null;
  }

  #await(delayMs: number): void {
    this.#timer = this.#clock.startTimer(delayMs, () => {
      this.#timer = null;
      this.#ripe();
    });
  }
}
