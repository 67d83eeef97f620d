/**
 * Shift or Alt. Tapped once it holds for the next key, tapped twice it locks, tapped again it is off. Held down together with
 * other keys it counts for these and is off when released, as on a keyboard.
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
