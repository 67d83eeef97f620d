import type { KeyName } from '../keys/key-map.ts';
import type { MonotonicMs } from '../time.ts';

/** For this long after a tap, the next tap of the same key changes the character instead of beginning a new one. */
export const MULTI_TAP_MS = 1200;

interface MultiTapChoice {
  readonly text: string;
  /** Whether `text` takes the place of the character typed last. */
  readonly replaces: boolean;
}

/**
 * Several characters on one key, chosen by tapping it again. Pure: time is an argument, so that no timer has to run.
 */
export class MultiTap {
  #key: KeyName | null = null;
  #characters: readonly string[] = [];
  #index = 0;
  #openUntilMs = 0;

  /** @param cycle the key's characters in order, each one code point. Throws RangeError when there are none. */
  tap(key: KeyName, cycle: string, atMs: MonotonicMs): MultiTapChoice {
    const again = this.#key === key && atMs <= this.#openUntilMs;
    if (again) {
      this.#index = (this.#index + 1) % this.#characters.length;
    } else {
      this.#key = key;
      this.#characters = Array.from(cycle);
      this.#index = 0;
    }
    this.#openUntilMs = atMs + MULTI_TAP_MS;
    const text = this.#characters[this.#index];
    if (text === undefined) throw new RangeError(`key ${key} has no characters`);
    return { text, replaces: again };
  }

  /** Makes the character final: the next tap begins a new one. */
  finish(): void {
    this.#key = null;
  }
}
