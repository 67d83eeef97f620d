import { epochMs, monotonicMs, type EpochMs, type MonotonicMs } from '../../../domain/time.ts';
import type { Clock, Timer } from '../../../ports/system/clock.ts';

/** The range of setTimeout: with a longer delay it would fire at once. */
const MAX_DELAY_MS = 2_147_483_647;

/** The machine's own clocks. */
export class SystemClock implements Clock {
  wallMs(): EpochMs {
    return epochMs(Date.now());
  }

  monotonicMs(): MonotonicMs {
    return monotonicMs(performance.now());
  }

  startTimer(delayMs: number, callback: () => void): Timer {
    if (!(delayMs >= 0 && delayMs <= MAX_DELAY_MS)) {
      throw new RangeError(`delayMs must be 0 to ${MAX_DELAY_MS}, not ${delayMs}`);
    }
    const timer = setTimeout(callback, delayMs);
    return {
      cancel: () => {
        clearTimeout(timer);
      },
    };
  }
}
