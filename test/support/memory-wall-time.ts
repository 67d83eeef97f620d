import type { WallTime } from '../../src/ports/system/wall-time.ts';

/** A clock that is right from when the test says so. */
export class MemoryWallTime implements WallTime {
  readonly #listeners = new Set<() => void>();
  #isSure: boolean;

  constructor(isSure = true) {
    this.#isSure = isSure;
  }

  get isSure(): boolean {
    return this.#isSure;
  }

  set isSure(isSure: boolean) {
    if (isSure === this.#isSure) return;
    this.#isSure = isSure;
    for (const listener of [...this.#listeners]) listener();
  }

  onChange(listener: () => void): () => void {
    const entry = (): void => {
      listener();
    };
    this.#listeners.add(entry);
    return () => this.#listeners.delete(entry);
  }

  close(): void {
    this.#listeners.clear();
  }
}
