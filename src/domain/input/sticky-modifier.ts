/**
 * Shift or Alt. One tap holds it for the next key, a second tap locks it, a third switches it off. Held down together
 * with other keys, it applies to them and ends with its release, as on any keyboard.
 */
export class StickyModifier {
  #state: 'off' | 'once' | 'lock' = 'off';
  #held = false;
  #usedWhileHeld = false;

  get active(): boolean {
    return this.#state !== 'off';
  }

  get locked(): boolean {
    return this.#state === 'lock';
  }

  press(): void {
    this.#held = true;
    this.#usedWhileHeld = false;
    this.#state = this.#state === 'off' ? 'once' : this.#state === 'once' ? 'lock' : 'off';
  }

  release(): void {
    this.#held = false;
    if (this.#usedWhileHeld) this.#state = 'off';
  }

  /** Another key was typed with it. */
  use(): void {
    if (!this.active) return;
    if (this.#held) this.#usedWhileHeld = true;
    else if (this.#state === 'once') this.#state = 'off';
  }
}
