/**
 * Which end of an item was in sight so far. One that is taller than the screen is never in sight as a whole: it was
 * seen when its beginning and its end were.
 */
export class SeenEnds {
  readonly #ends = new Map<string, { begin: boolean; end: boolean }>();

  /** Both were in sight by now. */
  note(key: string, begin: boolean, end: boolean): boolean {
    const known = this.#ends.get(key);
    const ends = { begin: begin || known?.begin === true, end: end || known?.end === true };
    if (ends.begin && ends.end) {
      this.#ends.delete(key);
      return true;
    }
    if (ends.begin || ends.end) this.#ends.set(key, ends);
    return false;
  }

  clear(): void {
    this.#ends.clear();
  }
}
