import { CommandKeys, type CommandMeaning } from './input-method-commands.ts';
import { spaceIn, takesDigitsOnly, wantsCapital, type InputField } from './input-field.ts';
import { MultiTap } from './multi-tap.ts';
import type { InputEvent } from './input-event.ts';
import type { InputMethod } from './input-method.ts';
import type { KeyEvent } from '../keys/key-events.ts';
import type { KeyLegend, KeyMap, KeyName } from '../keys/key-map.ts';

export type LetterCase = 'abc' | 'Abc' | 'ABC' | '123';

/** The letter case after each press of `*`. */
const NEXT_CASE: Readonly<Record<LetterCase, LetterCase>> = { abc: 'Abc', Abc: 'ABC', ABC: '123', '123': 'abc' };

/**
 * Writing with twelve keys: multi-tap, a long press for the digit, `*` for the letter case (abc, Abc, ABC, 123), a long
 * `*` for symbols, `#` deletes. In a key's legend `plain` and `shift` are its characters in the order of tapping, and
 * `alt` is its digit.
 */
export class TwelveKeyInputMethod implements InputMethod {
  readonly #legends: KeyMap['legends'];
  readonly #commands = new CommandKeys();
  readonly #multiTap = new MultiTap();
  #case: LetterCase = 'abc';
  /** The text before the cursor when the owner switched off the capital that was due there. */
  #declinedAt: string | null = null;
  /**
   * The key whose character was typed last, and the text before the cursor that results if the field accepted it. While
   * the field shows that text, another tap may replace the character.
   */
  #typed: { readonly key: KeyName; readonly textAfter: string } | null = null;

  constructor(legends: KeyMap['legends']) {
    this.#legends = legends;
  }

  mode(field: InputField | null): LetterCase {
    if (takesDigitsOnly(field) || field?.kind === 'choice') return '123';
    const due = this.#case === 'abc' && wantsCapital(field) && field?.textBeforeCursor !== this.#declinedAt;
    return due ? 'Abc' : this.#case;
  }

  decide(event: KeyEvent, field: InputField | null): InputEvent | null {
    return this.#carryOut(this.#commands.decide(event), field);
  }

  key(event: KeyEvent, field: InputField | null): InputEvent | null {
    const meaning = this.#commands.key(event);
    return meaning === null ? this.#digitKey(event, field) : this.#carryOut(meaning, field);
  }

  #carryOut(meaning: CommandMeaning, field: InputField | null): InputEvent | null {
    if (meaning === 'nothing') return null;
    this.#stand();
    if (meaning === 'case') {
      this.#nextCase(field);
      return null;
    }
    this.#declinedAt = null;
    return meaning;
  }

  /** Makes the character typed last final: the next tap begins a new one. */
  #stand(): void {
    this.#multiTap.finish();
    this.#typed = null;
  }

  #nextCase(field: InputField | null): void {
    if (takesDigitsOnly(field)) return;
    this.#case = NEXT_CASE[this.mode(field)];
    this.#declinedAt = this.#case === 'abc' ? (field?.textBeforeCursor ?? null) : null;
  }

  #digitKey(event: KeyEvent, field: InputField | null): InputEvent | null {
    const legend = this.#legends[event.key];
    if (legend === undefined) return null;
    if (event.kind === 'down') return this.#tap(event, legend, field);
    if (event.kind !== 'long' || !this.#standsBefore(field, event.key)) return null;
    this.#stand();
    return { kind: 'replace', text: legend.alt };
  }

  /** Whether the character before the cursor is the one that this key typed. */
  #standsBefore(field: InputField | null, key: KeyName): boolean {
    return this.#typed !== null && this.#typed.key === key && this.#typed.textAfter === field?.textBeforeCursor;
  }

  #tap(event: KeyEvent, legend: KeyLegend, field: InputField | null): InputEvent {
    const mode = this.mode(field);
    if (!this.#standsBefore(field, event.key)) this.#stand();
    if (mode === '123') return { kind: 'text', text: legend.alt };
    const cycle = (mode === 'abc' ? legend.plain : legend.shift).replace(' ', spaceIn(field));
    const { text, replaces } = this.#multiTap.tap(event.key, cycle, event.atMs);
    if (!replaces) {
      this.#declinedAt = null;
      if (this.#case === 'Abc') this.#case = 'abc';
    }
    const before = field?.textBeforeCursor ?? '';
    const kept = replaces ? Array.from(before).slice(0, -1).join('') : before;
    this.#typed = field === null ? null : { key: event.key, textAfter: kept + text };
    return { kind: replaces ? 'replace' : 'text', text };
  }
}
