import { ContactDebouncer } from './debounce.ts';
import { HeldKeys, type KeyEvent } from './key-events.ts';
import type { KeyMap } from './key-map.ts';
import { KeyMatrix } from './key-matrix.ts';
import type { KeySample } from './key-sample.ts';
import { monotonicMs, type MonotonicMs } from '../time.ts';

/**
 * From raw levels to key events: debounce, matrix, held keys. One machine for every source of keys, and pure: the
 * caller brings samples and the time, and wakes it at `nextWakeMs`, which is null while nothing is pending.
 */
export class KeyPipeline {
  readonly #keyMap: KeyMap;
  readonly #debouncer: ContactDebouncer;
  readonly #matrix: KeyMatrix;
  readonly #held = new HeldKeys();
  /**
   * The time of the last step taken. It does not follow the clock: while nothing is due, samples that were taken meanwhile and are still
   * on their way keep their times, and with them their order and how long a key was down.
   */
  #doneMs = monotonicMs(-Infinity);
  /** When the last sample was taken, and when it counted. */
  #lastSample = { takenMs: -Infinity, placedMs: -Infinity };

  /** @param debounceMs 1…100, for how long a level must stand still. */
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
   * Takes a sample, with the time at which it was taken: it may be told late, as long as samples keep their order. Throws RangeError on
   * a contact outside the matrix.
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

  /** Tells the time. Steps are taken in their own order, however late the caller comes. */
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
   * A sample from before the last step counts as of that step, and those that follow while contacts still settle keep their distance
   * to it: two keys pressed after each other must not become two at once.
   */
  #placeInTime(takenMs: MonotonicMs): MonotonicMs {
    const settling = this.#debouncer.nextWakeMs !== null;
    // Zero for what comes in time, exactly: no sum of times may move a sample across a deadline.
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
