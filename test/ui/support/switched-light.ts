import type { ScreenLight } from '../../../src/ports/device/screen-light.ts';

/** The light of a screen, switched by hand. */
export class SwitchedLight implements ScreenLight {
  /** Each time it was told that the keypad locked (true) or unlocked. */
  readonly locks: boolean[] = [];
  #isLit = true;
  readonly #listeners = new Set<() => void>();

  get isLit(): boolean {
    return this.#isLit;
  }

  onChange(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => {
      this.#listeners.delete(listener);
    };
  }

  get listeners(): number {
    return this.#listeners.size;
  }

  lockChanged(isLocked: boolean): void {
    this.locks.push(isLocked);
  }

  switch(isLit: boolean): void {
    if (isLit === this.#isLit) return;
    this.#isLit = isLit;
    for (const listener of this.#listeners) listener();
  }
}
