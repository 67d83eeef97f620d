import type { Clock, Timer } from '../../ports/system/clock.ts';
import { MESSAGE_ARRIVAL_TIMEOUT_MS } from './frame-limits.ts';
import type { FrameReader } from './frame-reader.ts';

/**
 * Ends a connection on which a message began and did not end in time: its Content-Length is wrong, or the sender drips
 * bytes. Call `observe` after every chunk.
 */
export class StalledMessageGuard {
  readonly #clock: Clock;
  readonly #reader: FrameReader;
  readonly #onStalled: () => void;
  #timer: Timer | null = null;
  #watched: number | null = null;

  constructor(clock: Clock, reader: FrameReader, onStalled: () => void) {
    this.#clock = clock;
    this.#reader = reader;
    this.#onStalled = onStalled;
  }

  /** Call this after bytes were pushed into the reader. */
  observe(): void {
    const partial = this.#reader.partialMessage;
    if (partial === this.#watched) return;
    this.close();
    this.#watched = partial;
    if (partial !== null) this.#timer = this.#clock.startTimer(MESSAGE_ARRIVAL_TIMEOUT_MS, this.#onStalled);
  }

  close(): void {
    this.#timer?.cancel();
    this.#timer = null;
    this.#watched = null;
  }
}
