import { ContactDebouncer } from './debounce.ts';
import { HeldKeys, type KeyEvent } from './key-events.ts';
import type { KeyMap } from './key-map.ts';
import { KeyMatrix } from './key-matrix.ts';
import type { KeySample } from './key-sample.ts';
import { monotonicMs, type MonotonicMs } from '../time.ts';

/**
 * Turns raw levels into key events: debounce, then the matrix, then held keys. All sources of keys use it. It is pure:
 * the caller brings samples and the time, and calls `tick` at `nextWakeMs`, which is null while nothing is pending.
 */
export class KeyPipeline {
  readonly #keyMap: KeyMap;
  readonly #debouncer: ContactDebouncer;
  readonly #matrix: KeyMatrix;
  readonly #held = new HeldKeys();
  /**
   * When the last step (a level settled, or a held key had an event) was due. It does not follow the clock: while
   * nothing is due, samples that were taken already but have not arrived yet keep their own times, and so their order
   * and how long a key was down.
   */
  #doneMs = monotonicMs(-Infinity);
  /** When the last sample was taken, and the time at which it was counted. */
  #lastSample = { takenMs: -Infinity, placedMs: -Infinity };

  /** @param debounceMs 1…100, else RangeError: how long a level must be unchanged before it counts. */
  constructor(keyMap: KeyMap, debounceMs: number) {
    this.#keyMap = keyMap;
    this.#debouncer = new ContactDebouncer(debounceMs);
    this.#matrix = new KeyMatrix(keyMap);
  }

  get nextWakeMs(): MonotonicMs | null {
    const settle = this.#debouncer.nextWakeMs;
    const held = this.#held.nextWakeMs;
    if (settle === null || held === null) return settle ?? held;
    return monotonicMs(Math.min(settle, held));
  }

  /**
   * Takes a sample with the time at which it was read. It may arrive late, as long as samples keep their order. Throws
   * RangeError on a contact outside the matrix.
   */
  sample(sample: KeySample): readonly KeyEvent[] {
    const places = this.#keyMap.keys.length;
    const stray = sample.closed.find((contact) => !(Number.isInteger(contact) && contact >= 0 && contact < places));
    if (stray !== undefined) throw new RangeError(`contact ${stray} is outside the keypad of ${places} places`);
    const atMs = this.#placeInTime(sample.atMs);
    const events = this.tick(atMs);
    this.#debouncer.read(sample.closed, atMs);
    this.#lastSample = { takenMs: sample.atMs, placedMs: atMs };
    return events;
  }

  /** Brings the time. Steps that fell due are carried out in their order, even when the caller comes late. */
  tick(atMs: MonotonicMs): readonly KeyEvent[] {
    const events: KeyEvent[] = [];
    for (;;) {
      const settleMs = this.#debouncer.nextWakeMs;
      if (settleMs === null || settleMs > atMs) break;
      if ((this.#held.nextWakeMs ?? Infinity) < settleMs) this.#advanceHeld(settleMs, events);
      this.#settle(settleMs, events);
    }
    this.#advanceHeld(atMs, events);
    return events;
  }

  /**
   * The time at which a sample counts. A sample that is older than the last step counts as taken at that step. Later
   * samples are moved by the same delay while contacts still settle: two keys that were pressed one after the other
   * must not become two at once.
   */
  #placeInTime(takenMs: MonotonicMs): MonotonicMs {
    const settling = this.#debouncer.nextWakeMs !== null;
    // Exactly zero for a sample that comes in time, so that no rounding of sums moves it across a deadline.
    const delayMs = settling ? this.#lastSample.placedMs - this.#lastSample.takenMs : 0;
    return monotonicMs(Math.max(takenMs + delayMs, this.#doneMs, settling ? this.#lastSample.placedMs : -Infinity));
  }

  #settle(atMs: MonotonicMs, events: KeyEvent[]): void {
    this.#doneMs = atMs;
    if (!this.#debouncer.settle(atMs)) return;
    const { pressed, released } = this.#matrix.read(this.#debouncer.closed);
    for (const contact of released) events.push(this.#held.release(contact, atMs));
    for (const contact of pressed) {
      const key = this.#keyMap.keys[contact];
      if (key === undefined || key === null) throw new Error(`no key sits at contact ${contact}`);
      events.push(this.#held.press(contact, key, atMs));
    }
  }

  #advanceHeld(atMs: MonotonicMs, events: KeyEvent[]): void {
    const dueMs = this.#held.nextWakeMs;
    if (dueMs === null || dueMs > atMs) return;
    this.#doneMs = monotonicMs(Math.max(this.#doneMs, dueMs));
    events.push(...this.#held.advance(atMs));
  }
}
