import { monotonicMs, type MonotonicMs } from '../time.ts';

/**
 * Turns the raw levels of many contacts into settled ones, each contact on its own: a level counts once it has stood still for
 * `stableMs`. A pulse shorter than that is ignored, however often it comes; press and release are treated alike, so no
 * release can be lost. Pure: the caller says what time it is.
 */
export class ContactDebouncer {
  readonly #stableMs: number;
  readonly #settled = new Set<number>();
  #raw: ReadonlySet<number> = new Set();
  /** When each contact whose raw level differs from its settled one will have stood still long enough. */
  readonly #deadlines = new Map<number, number>();

  /** @param stableMs 1…100; two flips of a good dome or tact switch that bounces are never 5 ms apart. */
  constructor(stableMs: number) {
    if (!(stableMs >= 1 && stableMs <= 100)) throw new RangeError(`debounce must be 1 to 100 ms, not ${stableMs}`);
    this.#stableMs = stableMs;
  }

  /** The settled state: contacts that are closed. */
  get closed(): ReadonlySet<number> {
    return this.#settled;
  }

  /** When `settle` has something to do, or null. */
  get nextWakeMs(): MonotonicMs | null {
    if (this.#deadlines.size === 0) return null;
    return monotonicMs(Math.min(...this.#deadlines.values()));
  }

  /** Takes the levels of all contacts as read at `atMs`. */
  read(closed: readonly number[], atMs: MonotonicMs): void {
    const before = this.#raw;
    const now = new Set(closed);
    for (const contact of now) if (!before.has(contact)) this.#flip(contact, true, atMs);
    for (const contact of before) if (!now.has(contact)) this.#flip(contact, false, atMs);
    this.#raw = now;
  }

  /** Accepts what has stood still until `atMs`; true when the settled state changed. */
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
