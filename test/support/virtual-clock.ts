import { epochMs, monotonicMs, type EpochMs, type MonotonicMs } from '../../src/domain/time.ts';
import type { Clock, Timer } from '../../src/ports/system/clock.ts';

const MAX_DELAY_MS = 2_147_483_647;
/** A timer that restarts itself without delay would otherwise make the test hang without a message. */
const MAX_TIMERS_PER_RUN = 1_000_000;

interface PendingTimer {
  readonly dueMs: number;
  readonly order: number;
  readonly callback: () => void;
}

/**
 * A clock that moves only when the test says so. Timers run in the order of their due times; equal ones in the order in
 * which they were started.
 */
export class VirtualClock implements Clock {
  #monotonicMs = 1_000;
  #wallMs: number;
  #order = 0;
  #started = 0;
  readonly #pending = new Set<PendingTimer>();

  constructor(wallMs = Date.UTC(2026, 10, 23, 12, 0, 0)) {
    this.#wallMs = wallMs;
  }

  wallMs(): EpochMs {
    return epochMs(this.#wallMs);
  }

  monotonicMs(): MonotonicMs {
    return monotonicMs(this.#monotonicMs);
  }

  startTimer(delayMs: number, callback: () => void): Timer {
    if (!(delayMs >= 0 && delayMs <= MAX_DELAY_MS))
      throw new RangeError(`delayMs ${delayMs} is not in 0…${MAX_DELAY_MS}`);
    const timer = { dueMs: this.#monotonicMs + delayMs, order: this.#order++, callback };
    this.#pending.add(timer);
    this.#started += 1;
    return { cancel: () => void this.#pending.delete(timer) };
  }

  /** How many timers would still call back. */
  get pendingTimers(): number {
    return this.#pending.size;
  }

  /** How many timers were started since the clock was made; tests count an idle device's wake-ups with it. */
  get startedTimers(): number {
    return this.#started;
  }

  /** The power fails: no timer that was started calls back any more. */
  cancelAll(): void {
    this.#pending.clear();
  }

  /** Sets the wall clock, as the owner or the network may; timers and the monotonic clock do not change. */
  setWall(wallMs: number): void {
    this.#wallMs = wallMs;
  }

  /**
   * Lets `durationMs` pass and runs the timers that fall due. Promises settle only afterwards; use `run` for code that
   * awaits.
   */
  advance(durationMs: number): void {
    const untilMs = this.#monotonicMs + durationMs;
    for (let count = 0; ; count += 1) {
      if (!this.#runNext(untilMs)) break;
      if (count > MAX_TIMERS_PER_RUN) throw new Error('timers start each other without end');
    }
    this.#moveTo(untilMs);
  }

  /**
   * Like `advance`, but lets every promise settle before the time goes on, so that code that awaits sees no time pass.
   */
  async run(durationMs: number): Promise<void> {
    const untilMs = this.#monotonicMs + durationMs;
    await settle();
    for (let count = 0; this.#runNext(untilMs); count += 1) {
      if (count > MAX_TIMERS_PER_RUN) throw new Error('timers start each other without end');
      await settle();
    }
    this.#moveTo(untilMs);
  }

  #runNext(untilMs: number): boolean {
    let next: PendingTimer | null = null;
    for (const timer of this.#pending) {
      if (timer.dueMs > untilMs) continue;
      if (next === null || timer.dueMs < next.dueMs || (timer.dueMs === next.dueMs && timer.order < next.order))
        next = timer;
    }
    if (next === null) return false;
    this.#pending.delete(next);
    this.#moveTo(next.dueMs);
    next.callback();
    return true;
  }

  #moveTo(targetMs: number): void {
    if (targetMs <= this.#monotonicMs) return;
    this.#wallMs += targetMs - this.#monotonicMs;
    this.#monotonicMs = targetMs;
  }
}

/** Waits one turn of the event loop, after which all promises that can settle have settled. */
async function settle(): Promise<void> {
  await new Promise<void>((resolve) => setImmediate(resolve));
}
