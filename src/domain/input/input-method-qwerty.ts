import { CommandKeys, type CommandMeaning } from './input-method-commands.ts';
import { nextSpaceMakesFullStop, spaceIn, takesDigitsOnly, wantsCapital, type InputField } from './input-field.ts';
import { StickyModifier } from './sticky-modifier.ts';
import type { InputEvent, InputMode } from './input-event.ts';
import type { InputMethod } from './input-method.ts';
import type { KeyEvent } from '../keys/key-events.ts';
import type { KeyLegend, KeyMap } from '../keys/key-map.ts';

const LETTER = /^\p{L}$/u;
const DIGIT = /^[0-9]$/;

/**
 * Writing with a full keyboard: sticky Shift and Alt, a capital at the start of a sentence (Shift three times takes it
 * back), and two spaces for a full stop and a space. In a field that holds only digits, keys that give a digit with Alt
 * give it without Alt.
 */
export class QwertyInputMethod implements InputMethod {
  readonly #legends: KeyMap['legends'];
  readonly #commands = new CommandKeys();
  readonly #shift = new StickyModifier();
  readonly #alt = new StickyModifier();
  /** The text before the cursor when the owner switched off the capital that was due there. */
  #declinedAt: string | null = null;
  /**
   * After a typed space: the text before the cursor that results if the field accepted it. Null when the last key was
   * another.
   */
  #textAfterSpace: string | null = null;

  constructor(legends: KeyMap['legends']) {
    this.#legends = legends;
  }

  mode(field: InputField | null): InputMode {
    if (takesDigitsOnly(field)) return '123';
    if (this.#alt.active) return 'alt';
    if (this.#shift.locked) return 'ABC';
    return this.#shift.active || this.#capitalDue(field) ? 'Abc' : 'abc';
  }

  decide(event: KeyEvent): InputEvent | null {
    return this.#carryOut(this.#commands.decide(event));
  }

  key(event: KeyEvent, field: InputField | null): InputEvent | null {
    if (event.key === 'Shift') return this.#pressShift(event, field);
    if (event.key === 'Alt') return this.#pressAlt(event);
    const meaning = this.#commands.key(event);
    if (meaning !== null) return this.#carryOut(meaning);
    const legend = this.#legends[event.key];
    return legend === undefined || event.kind !== 'down' ? null : this.#type(legend, field);
  }

  #carryOut(meaning: CommandMeaning): InputEvent | null {
    // On a full keyboard only Shift changes the letter case.
    if (meaning === 'nothing' || meaning === 'case') return null;
    this.#declinedAt = null;
    this.#textAfterSpace = null;
    return meaning;
  }

  #capitalDue(field: InputField | null): boolean {
    return wantsCapital(field) && field?.textBeforeCursor !== this.#declinedAt;
  }

  #pressShift(event: KeyEvent, field: InputField | null): null {
    if (event.kind === 'up') this.#shift.release();
    if (event.kind !== 'down') return null;
    this.#shift.press();
    this.#declinedAt = this.#shift.active ? null : (field?.textBeforeCursor ?? null);
    return null;
  }

  #pressAlt(event: KeyEvent): null {
    if (event.kind === 'down') this.#alt.press();
    if (event.kind === 'up') this.#alt.release();
    return null;
  }

  #type(legend: KeyLegend, field: InputField | null): InputEvent | null {
    const text = this.#layer(legend, field);
    this.#shift.use();
    this.#alt.use();
    // Nothing is printed on the key in this layer.
    if (text === '') return null;
    const afterSpace = this.#textAfterSpace;
    this.#declinedAt = null;
    this.#textAfterSpace = null;
    if (text !== ' ' || field === null) return { kind: 'text', text };
    if (field.textBeforeCursor === afterSpace && nextSpaceMakesFullStop(field)) return { kind: 'replace', text: '. ' };
    this.#textAfterSpace = `${field.textBeforeCursor} `;
    return { kind: 'text', text };
  }

  #layer(legend: KeyLegend, field: InputField | null): string {
    if (takesDigitsOnly(field)) return DIGIT.test(legend.alt) ? legend.alt : '';
    if (legend.plain === ' ') return spaceIn(field);
    if (this.#alt.active) return this.#shift.active ? legend.alt.toUpperCase() : legend.alt;
    const capital = this.#shift.active || (this.#capitalDue(field) && LETTER.test(legend.plain));
    return capital ? legend.shift : legend.plain;
  }
}
