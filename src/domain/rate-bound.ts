import { monotonicMs, type MonotonicMs } from './time.ts';

/** So many at once, and after that one every `everyMs`. */
export interface Rate {
  readonly burst: number;
  readonly everyMs: number;
}

/** What a rate has let through, as the moment from which it is as if nothing had been. */
export type RateState = MonotonicMs | null;

/** Lets one more through, or null when it is too much now. */
export function passed(state: RateState, { burst, everyMs }: Rate, nowMs: MonotonicMs): RateState | 'too-much' {
  const fullAtMs = Math.max(state ?? nowMs, nowMs) + everyMs;
  return fullAtMs - nowMs > burst * everyMs ? 'too-much' : monotonicMs(fullAtMs);
}
