import { NO_UPDATE, type HandsetHealth, type UpdateState } from '../../src/domain/update.ts';
import type { Updates } from '../../src/ports/system/updates.ts';

/** A system that tells of updates what the test says, and keeps what it was told. */
export class MemoryUpdates implements Updates {
  state: UpdateState = NO_UPDATE;
  health: Partial<HandsetHealth> = {};
  readonly #listeners = new Set<() => void>();

  become(state: UpdateState): void {
    this.state = state;
    for (const listener of this.#listeners) listener();
  }

  onChange(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  tell(health: Partial<HandsetHealth>): void {
    this.health = { ...this.health, ...health };
  }

  close(): void {
    this.#listeners.clear();
  }
}
