import { CommandKeys } from './input-method-commands.ts';
import { SentenceContext } from './input-method-sentence.ts';
import { StickyModifier } from './sticky-modifier.ts';
import type { InputEvent, InputMode } from './input-event.ts';
import type { InputMethod } from './input-method.ts';
import type { KeyEvent } from '../keys/key-events.ts';
import type { KeyLegend, KeyMap } from '../keys/key-map.ts';

const LETTER = /^\p{L}$/u;

/**
 * A full keyboard: sticky Shift and Alt, a capital at the start of a sentence (Shift three times takes it back), two spaces for
 * full stop and space.
 */
export class QwertyInputMethod implements InputMethod {
  readonly #legends: KeyMap['legends'];
  readonly #commands = new CommandKeys();
  readonly #sentence = new SentenceContext();
  readonly #shift = new StickyModifier();
  readonly #alt = new StickyModifier();
  #capitalDeclined = false;
  #spaceTypedLast = false;

  constructor(legends: KeyMap['legends']) {
    this.#legends = legends;
  }

  get mode(): InputMode {
    if (this.#alt.active) return 'alt';
    if (this.#shift.locked) return 'ABC';
    return this.#shift.active || this.#capitalDue ? 'Abc' : 'abc';
  }

  fieldChanged(textBefore: string | null, made: readonly InputEvent[] = []): void {
    this.#sentence.set(textBefore);
    for (const event of made) this.#sentence.follow(event);
    this.#spaceTypedLast = false;
    this.#capitalDeclined = false;
  }

  key(event: KeyEvent): readonly InputEvent[] {
    const before = event.kind === 'down' ? this.#follow(this.#commands.decide(), event) : [];
    return [...before, ...this.#follow(this.#meaning(event), event)];
  }

  #follow(meaning: readonly (InputEvent | 'case')[], event: KeyEvent): readonly InputEvent[] {
    const events = meaning.filter((item) => item !== 'case');
    for (const made of events) this.#sentence.follow(made);
    if (events.length > 0) {
      this.#capitalDeclined = false;
      this.#spaceTypedLast = event.key === 'Space';
    }
    return events;
  }

  get #capitalDue(): boolean {
    return this.#sentence.wantsCapital && !this.#capitalDeclined;
  }

  #meaning(event: KeyEvent): readonly (InputEvent | 'case')[] {
    if (event.key === 'Shift') return this.#pressShift(event);
    if (event.key === 'Alt') return this.#pressAlt(event);
    const commands = this.#commands.key(event);
    if (commands !== null) return commands;
    const legend = this.#legends[event.key];
    return legend === undefined || event.kind !== 'down' ? [] : this.#type(event, legend);
  }

  #pressShift(event: KeyEvent): readonly InputEvent[] {
    if (event.kind === 'up') this.#shift.release();
    if (event.kind !== 'down') return [];
    this.#shift.press();
    this.#capitalDeclined = !this.#shift.active;
    return [];
  }

  #pressAlt(event: KeyEvent): readonly InputEvent[] {
    if (event.kind === 'down') this.#alt.press();
    if (event.kind === 'up') this.#alt.release();
    return [];
  }

  #type(event: KeyEvent, legend: KeyLegend): readonly InputEvent[] {
    const text = this.#layer(legend);
    this.#shift.use();
    this.#alt.use();
    // Nothing is printed on the key in this layer.
    if (text === '') return [];
    if (event.key === 'Space' && this.#spaceTypedLast && this.#sentence.endsWordWithSpace) {
      return [{ kind: 'replace', text: '. ' }];
    }
    return [{ kind: 'text', text }];
  }

  #layer(legend: KeyLegend): string {
    if (this.#alt.active) return this.#shift.active ? legend.alt.toUpperCase() : legend.alt;
    const capital = this.#shift.active || (this.#capitalDue && LETTER.test(legend.plain));
    return capital ? legend.shift : legend.plain;
  }
}
