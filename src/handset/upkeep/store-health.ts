import { failure, success, type Result } from '../../domain/result.ts';
import type { Clock, Timer } from '../../ports/system/clock.ts';
import type { Log } from '../../ports/system/log.ts';
import type { StoreFailure } from '../../ports/store/message-store.ts';
import { StoreUnavailable } from '../../ports/store/store-unavailable.ts';

/** How long to wait after a refused write before trying again. */
export const STORE_RETRY_MS = 30_000;

/**
 * Sees every answer of the store. While the store refuses, the owner is told, and what could not be written is tried
 * again until it works.
 */
export class StoreHealth {
  readonly #clock: Clock;
  readonly #log: Log;
  readonly #retries: (() => void)[] = [];
  #onChange: () => void = () => undefined;
  #failure: StoreFailure | null = null;
  #timer: Timer | null = null;
  #stopped = false;

  constructor(clock: Clock, log: Log) {
    this.#clock = clock;
    this.#log = log;
  }

  /** Why the store last refused; null while it works. */
  get failure(): StoreFailure | null {
    return this.#failure;
  }

  /** Sets the one listener, which is called when `failure` has changed. */
  onChange(listener: () => void): void {
    this.#onChange = listener;
  }

  /**
   * Adds a task that writes what could not be written. It is run every 30 s while the store refuses and once when it
   * works again, always from a timer.
   */
  onRetry(task: () => void): void {
    this.#retries.push(task);
  }

  /** Notes the result of a write, and returns it unchanged. */
  check<Value>(result: Result<Value, StoreFailure>): Result<Value, StoreFailure> {
    this.#note(result.ok ? null : result.error);
    return result;
  }

  /**
   * Runs a query, and returns `otherwise` when the store cannot be read; the owner is told. For timers and views, whose
   * callers could not handle an exception.
   */
  read<Value>(query: () => Value, otherwise: Value): Value {
    const answer = this.ask(query);
    return answer.ok ? answer.value : otherwise;
  }

  /**
   * Runs a query, and returns the failure when the store cannot be read; the owner is told. Throws whatever else
   * `query` throws.
   */
  ask<Value>(query: () => Value): Result<Value, StoreFailure> {
    try {
      return success(query());
    } catch (cause) {
      if (!(cause instanceof StoreUnavailable)) throw cause;
      this.#note(cause.failure);
      return failure(cause.failure);
    }
  }

  stop(): void {
    this.#stopped = true;
    this.#timer?.cancel();
  }

  #note(failure: StoreFailure | null): void {
    const before = this.#failure;
    if (failure !== null) this.#retryLater(failure);
    if (before === failure) return;
    this.#failure = failure;
    if (failure === null) this.#log.info('store.works-again');
    else this.#log.error('store.refused', { failure });
    this.#onChange();
    // From a timer, because the caller of the write that just worked may itself have more to write again.
    if (failure === null) this.#retryIn(0);
  }

  #retryLater(failure: StoreFailure): void {
    // A closed store never opens again, so a retry is useless.
    if (this.#timer === null && failure !== 'closed') this.#retryIn(STORE_RETRY_MS);
  }

  #retryIn(delayMs: number): void {
    this.#timer?.cancel();
    if (this.#stopped) return;
    this.#timer = this.#clock.startTimer(delayMs, () => {
      this.#timer = null;
      for (const task of this.#retries) task();
    });
  }
}
