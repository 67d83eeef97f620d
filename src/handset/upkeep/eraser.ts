import type { Clock, Timer } from '../../ports/system/clock.ts';
import type { MessageStore } from '../../ports/store/message-store.ts';
import type { StoreHealth } from './store-health.ts';

/** Erases what was deleted, in small parts between which everything else goes on. */
export class Eraser {
  readonly #clock: Clock;
  readonly #messages: MessageStore;
  readonly #health: StoreHealth;
  #timer: Timer | null = null;
  #stopped = false;

  constructor(clock: Clock, messages: MessageStore, health: StoreHealth) {
    this.#clock = clock;
    this.#messages = messages;
    this.#health = health;
    health.onRetry(() => {
      this.start();
    });
  }

  /** Call it at the start, because a power cut may have left something, and after each deletion. */
  start(): void {
    if (this.#stopped) return;
    this.#timer ??= this.#clock.startTimer(0, () => {
      this.#timer = null;
      const erased = this.#health.check(this.#messages.eraseDeleted());
      if (erased.ok && erased.value) this.start();
    });
  }

  stop(): void {
    this.#stopped = true;
    this.#timer?.cancel();
  }
}
