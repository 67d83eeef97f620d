import type { HandsetEvent } from '../ports/handset.ts';
import type { Log } from '../ports/log.ts';

/** Those who want to know what happened: the screen. */
export class HandsetListeners {
  readonly #log: Log;
  readonly #listeners = new Set<(event: HandsetEvent) => void>();

  constructor(log: Log) {
    this.#log = log;
  }

  add(listener: (event: HandsetEvent) => void): () => void {
    // A function of its own, so that one listener added twice is heard twice and taken away once.
    const entry = (event: HandsetEvent): void => {
      listener(event);
    };
    this.#listeners.add(entry);
    return () => {
      this.#listeners.delete(entry);
    };
  }

  /** A listener that throws is reported and must not keep the others, or the sending, from going on. */
  emit(event: HandsetEvent): void {
    for (const listener of [...this.#listeners]) {
      try {
        listener(event);
      } catch (cause) {
        this.#log.error('handset.listener-threw', { event: event.kind }, cause);
      }
    }
  }
}
