import { TwelveKeyInputMethod } from '../../domain/input/input-method-12-key.ts';
import type { InputEvent } from '../../domain/input/input-event.ts';
import type { InputField } from '../../domain/input/input-field.ts';
import { LONG_PRESS_MS } from '../../domain/keys/key-events.ts';
import type { KeyMap, KeyName } from '../../domain/keys/key-map.ts';
import { MULTI_TAP_MS } from '../../domain/input/multi-tap.ts';
import { monotonicMs } from '../../domain/time.ts';
import type { Field } from './field-on-screen.ts';
import { keyOf, LONG_STROKE_MS, tap, type Stroke } from './stroke.ts';

/**
 * A hand that knows how twelve keys write. It follows the letter case with an input method of its own, presses `*` when
 * it needs another case, and holds keys for digits.
 */
export class TwelveKeyHand {
  readonly #keyMap: KeyMap;
  readonly #method: TwelveKeyInputMethod;
  /** What the handset's field holds after what this hand has typed. */
  #field: InputField;
  #strokes: Stroke[] = [];
  /** The time given to the input method, in ms. It is moved on so that each character begins a new one. */
  #atMs = 0;

  constructor(keyMap: KeyMap, { letterCase, textBefore }: Field) {
    this.#keyMap = keyMap;
    this.#method = new TwelveKeyInputMethod(keyMap.legends);
    // When the screen shows no text, the field is a search, which does not begin with a capital.
    this.#field = { kind: textBefore === null ? 'search' : 'message', textBeforeCursor: textBefore ?? '' };
    this.#goTo(letterCase);
    this.#strokes = [];
  }

  /** The strokes for one character; null when no key has it. */
  type(character: string): readonly Stroke[] | null {
    this.#strokes = [];
    const digit = keyOf(this.#keyMap, (legend) => legend.alt === character);
    if (character === '\n') this.#press('Select', LONG_STROKE_MS);
    else if (digit !== null) this.#digit(digit);
    else if (!this.#letter(character)) return null;
    return this.#strokes;
  }

  get #mode(): ReturnType<TwelveKeyInputMethod['mode']> {
    return this.#method.mode(this.#field);
  }

  #digit(key: KeyName): void {
    if (this.#mode === '123') this.#press(key);
    else this.#press(key, LONG_STROKE_MS);
  }

  #letter(character: string): boolean {
    const small = keyOf(this.#keyMap, ({ plain }) => plain.includes(character));
    const large = keyOf(this.#keyMap, ({ shift }) => shift.includes(character));
    const key = small ?? large;
    if (key === null) return false;
    if (small === null && this.#mode === 'abc') this.#goTo('Abc');
    if (this.#mode === '123') this.#goTo(small === null ? 'Abc' : 'abc');
    const layer = this.#keyMap.legends[key]?.[small === null ? 'shift' : 'plain'] ?? '';
    for (let taps = Array.from(layer).indexOf(character) + 1; taps > 0; taps -= 1) this.#press(key);
    this.#atMs += 2 * MULTI_TAP_MS;
    return true;
  }

  /** Presses `*` until the letter case is right; it goes round through all of them. */
  #goTo(letterCase: Field['letterCase']): void {
    for (let presses = 0; presses < 4 && this.#mode !== letterCase; presses += 1) this.#press('*');
  }

  #press(key: KeyName, holdMs?: number): void {
    const stroke = tap(key, holdMs);
    this.#strokes.push(stroke);
    this.#tell('down', key);
    this.#atMs += Math.min(stroke.holdMs, LONG_PRESS_MS);
    if (stroke.holdMs >= LONG_PRESS_MS) this.#tell('long', key);
    this.#tell('up', key);
  }

  #tell(kind: 'down' | 'long' | 'up', key: KeyName): void {
    const event = { kind, key, atMs: monotonicMs(this.#atMs) };
    this.#follow(this.#method.decide(event, this.#field));
    this.#follow(this.#method.key(event, this.#field));
  }

  /** Changes the text as the handset's field does. */
  #follow(input: InputEvent | null): void {
    if (input === null) return;
    const before = this.#field.textBeforeCursor;
    const textBeforeCursor =
      input.kind === 'text'
        ? before + input.text
        : input.kind === 'replace'
          ? Array.from(before).slice(0, -1).join('') + input.text
          : input.command === 'enter-long'
            ? `${before}\n`
            : before;
    this.#field = { ...this.#field, textBeforeCursor };
  }
}
