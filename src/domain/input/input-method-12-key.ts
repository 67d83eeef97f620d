import { CommandKeys } from './input-method-commands.ts';
import { SentenceContext } from './input-method-sentence.ts';
import { MultiTap } from './multi-tap.ts';
import type { InputEvent } from './input-event.ts';
import type { InputMethod } from './input-method.ts';
import type { KeyEvent } from '../keys/key-events.ts';
import type { KeyLegend, KeyMap, KeyName } from '../keys/key-map.ts';

/** What `*` chooses next. */
const NEXT_MODE: Readonly<Record<'abc' | 'Abc' | 'ABC' | '123', 'abc' | 'Abc' | 'ABC' | '123'>> = {
  abc: 'Abc',
  Abc: 'ABC',
  ABC: '123',
  '123': 'abc',
};

/**
 * Twelve keys: multi-tap, hold for the digit, `*` for the letter case (abc, Abc, ABC, 123), held `*` for symbols, `#` deletes. A
 * legend's `plain` and `shift` are the key's characters in the order of tapping, `alt` its digit.
 */
export class TwelveKeyInputMethod implements InputMethod {
  readonly #legends: KeyMap['legends'];
  readonly #commands = new CommandKeys();
  readonly #sentence = new SentenceContext();
  readonly #multiTap = new MultiTap();
  #case: 'abc' | 'Abc' | 'ABC' | '123' = 'abc';
  #capitalDeclined = false;
  /** The key whose character stands before the cursor, which its long press replaces; null when the field did not take it. */
  #typedBy: KeyName | null = null;

  constructor(legends: KeyMap['legends']) {
    this.#legends = legends;
  }

  get mode(): 'abc' | 'Abc' | 'ABC' | '123' {
    return this.#case === 'abc' && this.#sentence.wantsCapital && !this.#capitalDeclined ? 'Abc' : this.#case;
  }

  fieldChanged(textBefore: string | null, made: readonly InputEvent[] = []): void {
    this.#sentence.set(textBefore);
    for (const event of made) this.#sentence.follow(event);
    this.#multiTap.finish();
    this.#capitalDeclined = false;
    this.#typedBy = null;
  }

  key(event: KeyEvent): readonly InputEvent[] {
    const before = event.kind === 'down' ? this.#carryOut(this.#commands.decide()) : [];
    const commands = this.#commands.key(event);
    const events = commands === null ? this.#digitKey(event) : this.#carryOut(commands);
    for (const made of events) this.#sentence.follow(made);
    return [...before, ...events];
  }

  #carryOut(commands: readonly (InputEvent | 'case')[]): readonly InputEvent[] {
    if (commands.length === 0) return [];
    this.#multiTap.finish();
    this.#typedBy = null;
    const events: InputEvent[] = [];
    for (const command of commands) {
      if (command === 'case') {
        this.#nextCase();
      } else {
        this.#capitalDeclined = false;
        events.push(command);
      }
    }
    return events;
  }

  #nextCase(): void {
    this.#case = NEXT_MODE[this.mode];
    this.#capitalDeclined = this.#case === 'abc';
  }

  #digitKey(event: KeyEvent): readonly InputEvent[] {
    const legend = this.#legends[event.key];
    if (legend === undefined) return [];
    if (event.kind === 'down') return this.#tap(event, legend);
    if (event.kind !== 'long' || this.#case === '123' || this.#typedBy !== event.key) return [];
    this.#multiTap.finish();
    return [{ kind: 'replace', text: legend.alt }];
  }

  #tap(event: KeyEvent, legend: KeyLegend): readonly InputEvent[] {
    if (this.#case === '123') return [{ kind: 'text', text: legend.alt }];
    this.#typedBy = event.key;
    const upper = this.mode !== 'abc';
    const choice = this.#multiTap.tap(event.key, upper ? legend.shift : legend.plain, event.atMs);
    if (!choice.replaces) {
      this.#capitalDeclined = false;
      if (this.#case === 'Abc') this.#case = 'abc';
    }
    return [{ kind: choice.replaces ? 'replace' : 'text', text: choice.text }];
  }
}
