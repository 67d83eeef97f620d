import { monotonicMs } from '../../domain/time.ts';
import type { Clock } from '../../ports/system/clock.ts';
import type { KeySample, Keypad } from '../../ports/device/keypad.ts';
import type { ContactLevels } from '../wire/protocol.ts';

/**
 * The keypad of a simulated board. It passes on the levels of the simulator's switches, with their times in this
 * process's clock.
 */
export class SimulatedKeypad implements Keypad {
  readonly #offsetMs: number;
  #listener: ((sample: KeySample) => void) | null = null;
  #state: 'new' | 'started' | 'closed' = 'new';
  #last: KeySample | null = null;

  /** @param systemNowMs the machine's monotonic clock, by which the simulator stamps levels. */
  constructor(clock: Clock, systemNowMs: () => number) {
    this.#offsetMs = clock.monotonicMs() - systemNowMs();
  }

  start(listener: (sample: KeySample) => void): void {
    if (this.#state !== 'new') throw new Error(`the keypad was ${this.#state} before`);
    this.#state = 'started';
    this.#listener = listener;
    if (this.#last !== null && this.#last.closed.length > 0) listener(this.#last);
  }

  isAlive(): boolean {
    return this.#state !== 'closed';
  }

  close(): void {
    this.#state = 'closed';
    this.#listener = null;
  }

  /** Takes the levels of the contacts, oldest first. */
  takeLevels(levels: readonly ContactLevels[]): void {
    for (const { atMs, closed } of levels) {
      this.#last = { atMs: monotonicMs(atMs + this.#offsetMs), closed };
      this.#listener?.(this.#last);
    }
  }
}
