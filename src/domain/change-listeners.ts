/** Those who want to hear that something has changed. */
export class ChangeListeners {
  readonly #listeners = new Set<() => void>();

  /** Returns the function that takes it away again. One that is added twice is told twice. */
  add(listener: () => void): () => void {
    const entry = (): void => {
      listener();
    };
    this.#listeners.add(entry);
    return () => {
      this.#listeners.delete(entry);
    };
  }

  /** Who is added meanwhile is told the next time. */
  tell(): void {
    for (const listener of [...this.#listeners]) listener();
  }

  clear(): void {
    this.#listeners.clear();
  }
}
