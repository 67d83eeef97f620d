import { failure, success, type Result } from '../../domain/result.ts';
import type { Clock, Timer } from '../../ports/clock.ts';
import type { Log } from '../../ports/log.ts';
import type { StoreFailure } from '../../ports/message-store.ts';
import { StoreUnavailable } from '../../ports/store-unavailable.ts';

/** How long to leave a store alone that refused to write. */
export const STORE_RETRY_MS = 30_000;

/**
 * Watches every answer of the store: the owner is told while it refuses, and what could not be written is tried again
 * until it works.
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

  /** What the store refused with last; null while it works. */
  get failure(): StoreFailure | null {
    return this.#failure;
  }

  /** Called once, with what to do when `failure` has changed. */
  onChange(listener: () => void): void {
    this.#onChange = listener;
  }

  /**
   * Adds a task that writes what could not be written; run now and then while the store refuses, and once when it works
   * again; always from a timer.
   */
  onRetry(task: () => void): void {
    this.#retries.push(task);
  }

  /** Hands the answer of a write through. */
  check<Value>(result: Result<Value, StoreFailure>): Result<Value, StoreFailure> {
    this.#note(result.ok ? null : result.error);
    return result;
  }

  /**
   * Asks the store, and gives `otherwise` when it cannot be read: for timers and views, where nobody could catch it.
   * The owner is told.
   */
  read<Value>(query: () => Value, otherwise: Value): Value {
    const answer = this.ask(query);
    return answer.ok ? answer.value : otherwise;
  }

  /** Asks the store; that it cannot be read is an answer. The owner is told. */
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
    // Not from here: whoever wrote just now may be one of those who have something to write again.
    if (failure === null) this.#retryIn(0);
  }

  #retryLater(failure: StoreFailure): void {
    // A closed store stays closed.
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
