import type { MessageStore } from '../../ports/store/message-store.ts';
import type { StoreHealth } from './store-health.ts';

/** Knows whether the storage is almost full, for the owner to be told before anything is refused. */
export class StorageRoom {
  readonly #messages: Pick<MessageStore, 'hasLittleRoom'>;
  readonly #health: StoreHealth;
  #isLittle = false;

  constructor(messages: Pick<MessageStore, 'hasLittleRoom'>, health: StoreHealth) {
    this.#messages = messages;
    this.#health = health;
  }

  /** Only what is kept for people whom the owner knows is left. */
  get isLittle(): boolean {
    return this.#isLittle;
  }

  /** Looks again, after something may have taken room or given it back. Returns whether the answer is another one. */
  look(): boolean {
    const before = this.#isLittle;
    this.#isLittle = this.#health.read(() => this.#messages.hasLittleRoom(), before);
    return this.#isLittle !== before;
  }
}
