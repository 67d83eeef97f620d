import { monotonicMs, type MonotonicMs } from '../time.ts';

/**
 * Turns the raw levels of many contacts into settled ones, each contact on its own: a level counts once it has not
 * changed for `stableMs`. A shorter pulse is ignored, however often it comes. Press and release are treated alike, so
 * no release can be lost. Pure: the caller tells the time.
 */
export class ContactDebouncer {
  readonly #stableMs: number;
  readonly #settled = new Set<number>();
  #raw: ReadonlySet<number> = new Set();
  /** For each contact whose raw level differs from its settled one: when it will have been unchanged long enough. */
  readonly #deadlines = new Map<number, number>();

  /** @param stableMs 1…100, else RangeError; a good dome or tact switch that bounces flips again within 5 ms. */
  constructor(stableMs: number) {
    if (!(stableMs >= 1 && stableMs <= 100)) throw new RangeError(`debounce must be 1 to 100 ms, not ${stableMs}`);
    this.#stableMs = stableMs;
  }

  /** The contacts that are closed, after debouncing. */
  get closed(): ReadonlySet<number> {
    return this.#settled;
  }

  /** When `settle` must be called next; null while nothing is pending. */
  get nextWakeMs(): MonotonicMs | null {
    if (this.#deadlines.size === 0) return null;
    return monotonicMs(Math.min(...this.#deadlines.values()));
  }

  /** Takes the contacts that were closed at `atMs`; all others were open. */
  read(closed: readonly number[], atMs: MonotonicMs): void {
    const before = this.#raw;
    const now = new Set(closed);
    for (const contact of now) if (!before.has(contact)) this.#flip(contact, true, atMs);
    for (const contact of before) if (!now.has(contact)) this.#flip(contact, false, atMs);
    this.#raw = now;
  }

  /** Accepts each level that has been unchanged long enough at `atMs`. True when the settled state changed. */
  settle(atMs: MonotonicMs): boolean {
    let changed = false;
    for (const [contact, deadlineMs] of this.#deadlines) {
      if (deadlineMs > atMs) continue;
      this.#deadlines.delete(contact);
      if (!this.#settled.delete(contact)) this.#settled.add(contact);
      changed = true;
    }
    return changed;
  }

  #flip(contact: number, closed: boolean, atMs: MonotonicMs): void {
    if (closed === this.#settled.has(contact)) this.#deadlines.delete(contact);
    else this.#deadlines.set(contact, atMs + this.#stableMs);
  }
}
