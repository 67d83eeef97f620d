import type { Log } from '../ports/system/log.ts';

/** Those who want to hear of one kind of thing. */
export class Listeners<Heard> {
  readonly #log: Log;
  readonly #nameOf: (heard: Heard) => string;
  readonly #listeners = new Set<(heard: Heard) => void>();

  /** `nameOf`: what stands in the log when a listener throws. */
  constructor(log: Log, nameOf: (heard: Heard) => string) {
    this.#log = log;
    this.#nameOf = nameOf;
  }

  add(listener: (heard: Heard) => void): () => void {
    // A function of its own, so that one listener added twice is heard twice and taken away once.
    const entry = (heard: Heard): void => {
      listener(heard);
    };
    this.#listeners.add(entry);
    return () => {
      this.#listeners.delete(entry);
    };
  }

  /** A listener that throws is reported and must not keep the others, or the sending, from going on. */
  emit(heard: Heard): void {
    for (const listener of [...this.#listeners]) {
      try {
        listener(heard);
      } catch (cause) {
        this.#log.error('handset.listener-threw', { event: this.#nameOf(heard) }, cause);
      }
    }
  }
}
