import { ContactDebouncer } from '../keys/debounce.ts';
import { TwelveKeyInputMethod } from './input-method-12-key.ts';
import { QwertyInputMethod } from './input-method-qwerty.ts';
import { HeldKeys, type KeyEvent } from '../keys/key-events.ts';
import { KeyMatrix } from '../keys/key-matrix.ts';
import type { InputEvent, InputMode } from './input-event.ts';
import type { InputMethod } from './input-method.ts';
import type { KeyMap, KeyName } from '../keys/key-map.ts';
import type { KeySample } from '../keys/key-sample.ts';
import { monotonicMs, type MonotonicMs } from '../time.ts';

export type KeyOutput =
  | { readonly kind: 'input'; readonly event: InputEvent }
  /** A key has been down for 30 s: its name is for the owner. Everything else goes on working. */
  | { readonly kind: 'stuck'; readonly key: KeyName }
  /** A stuck key came up after all. */
  | { readonly kind: 'freed'; readonly key: KeyName };

/**
 * From raw levels to input events: debounce, matrix, key events, input method. One machine for every source of keys, and pure: the
 * caller brings samples and the time, and wakes it at `nextWakeMs`, which is null while nothing is pending.
 */
export class KeyPipeline {
  readonly #keyMap: KeyMap;
  readonly #debouncer: ContactDebouncer;
  readonly #matrix: KeyMatrix;
  readonly #held = new HeldKeys();
  readonly #inputMethod: InputMethod;
  readonly #stuck = new Set<KeyName>();
  /**
   * The time of the last step taken. It does not follow the clock: while nothing is due, samples that were taken meanwhile and are still
   * on their way keep their times, and with them their order and how long a key was down.
   */
  #doneMs = monotonicMs(-Infinity);
  /** When the last sample was taken, and when it counted. */
  #lastSample = { takenMs: -Infinity, placedMs: -Infinity };
  #toldMode: InputMode;

  /** @param debounceMs 1…100, for how long a level must stand still. */
  constructor(keyMap: KeyMap, debounceMs: number) {
    this.#keyMap = keyMap;
    this.#debouncer = new ContactDebouncer(debounceMs);
    this.#matrix = new KeyMatrix(keyMap);
    this.#inputMethod =
      keyMap.kind === 'qwerty' ? new QwertyInputMethod(keyMap.legends) : new TwelveKeyInputMethod(keyMap.legends);
    this.#toldMode = this.#inputMethod.mode;
  }

  /** The mode at this moment; every change of it comes as an event too. */
  get mode(): InputMode {
    return this.#inputMethod.mode;
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
  sample(sample: KeySample): readonly KeyOutput[] {
    const places = this.#keyMap.keys.length;
    const stray = sample.closed.find((contact) => !(Number.isInteger(contact) && contact >= 0 && contact < places));
    if (stray !== undefined) throw new RangeError(`contact ${stray} is outside the keypad of ${places} places`);
    const atMs = this.#placeInTime(sample.atMs);
    const outputs = this.tick(atMs);
    this.#debouncer.read(sample.closed, atMs);
    this.#lastSample = { takenMs: sample.atMs, placedMs: atMs };
    return outputs;
  }

  /** Tells the time. Steps are taken in their own order, however late the caller comes. */
  tick(atMs: MonotonicMs): readonly KeyOutput[] {
    const outputs: KeyOutput[] = [];
    for (;;) {
      const settleMs = this.#debouncer.nextWakeMs;
      if (settleMs === null || settleMs > atMs) break;
      if ((this.#held.nextWakeMs ?? Infinity) < settleMs) this.#advanceHeld(settleMs, outputs);
      this.#settle(settleMs, outputs);
    }
    this.#advanceHeld(atMs, outputs);
    return outputs;
  }

  /** See `InputMethod.fieldChanged`. Gives the change of mode, if any. */
  fieldChanged(textBefore: string | null, made: readonly InputEvent[] = []): readonly KeyOutput[] {
    const outputs: KeyOutput[] = [];
    this.#inputMethod.fieldChanged(textBefore, made);
    this.#tellMode(outputs);
    return outputs;
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

  #settle(atMs: MonotonicMs, outputs: KeyOutput[]): void {
    this.#doneMs = atMs;
    if (!this.#debouncer.settle(atMs)) return;
    const { pressed, released } = this.#matrix.read(this.#debouncer.closed);
    for (const contact of released) this.#handle(this.#held.release(contact, atMs), outputs);
    for (const contact of pressed) {
      const key = this.#keyMap.keys[contact];
      if (key === undefined || key === null) throw new Error(`no key sits at contact ${contact}`);
      this.#handle(this.#held.press(contact, key, atMs), outputs);
    }
  }

  #advanceHeld(atMs: MonotonicMs, outputs: KeyOutput[]): void {
    const dueMs = this.#held.nextWakeMs;
    if (dueMs === null || dueMs > atMs) return;
    this.#doneMs = monotonicMs(Math.max(this.#doneMs, dueMs));
    for (const event of this.#held.advance(atMs)) this.#handle(event, outputs);
  }

  #handle(event: KeyEvent, outputs: KeyOutput[]): void {
    if (event.kind === 'stuck') {
      this.#stuck.add(event.key);
      outputs.push({ kind: 'stuck', key: event.key });
    } else if (event.kind === 'up' && this.#stuck.delete(event.key)) {
      outputs.push({ kind: 'freed', key: event.key });
    }
    for (const input of this.#inputMethod.key(event)) outputs.push({ kind: 'input', event: input });
    this.#tellMode(outputs);
  }

  #tellMode(outputs: KeyOutput[]): void {
    const mode = this.#inputMethod.mode;
    if (mode === this.#toldMode) return;
    this.#toldMode = mode;
    outputs.push({ kind: 'input', event: { kind: 'mode', mode } });
  }
}
