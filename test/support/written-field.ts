import {
  backspace,
  composerText,
  deleteAll,
  deleteWord,
  EMPTY_COMPOSER,
  insertText,
  moveCursor,
  replaceText,
  textBeforeCursor,
  type Composer,
} from '../../src/domain/text/composer.ts';
import { createInputMethod } from '../../src/domain/input/create-input-method.ts';
import type { Command, InputEvent, InputMode } from '../../src/domain/input/input-event.ts';
import type { FieldKind, InputField } from '../../src/domain/input/input-field.ts';
import type { InputMethod } from '../../src/domain/input/input-method.ts';
import type { KeyEvent } from '../../src/domain/keys/key-events.ts';
import type { KeyMap } from '../../src/domain/keys/key-map.ts';

/**
 * A field and the keys that write into it, without a screen. It records what the keys meant. Enter takes its text, as
 * sending does.
 */
export class WrittenField {
  readonly method: InputMethod;
  readonly events: InputEvent[] = [];
  /** Every mode that the field has shown, in order. */
  readonly modes: InputMode[];
  readonly sent: string[] = [];
  composer: Composer = EMPTY_COMPOSER;
  kind: FieldKind;
  hasFocus = true;

  constructor(keyMap: KeyMap, kind: FieldKind = 'message') {
    this.method = createInputMethod(keyMap);
    this.kind = kind;
    this.modes = [this.mode];
  }

  get mode(): InputMode {
    return this.method.mode(this.#field);
  }

  get text(): string {
    return composerText(this.composer);
  }

  get commands(): readonly Command[] {
    return this.events.flatMap((event) => (event.kind === 'command' ? [event.command] : []));
  }

  /** Handles a key event in the same way as a screen does. */
  handle(event: KeyEvent): void {
    for (const part of ['decide', 'key'] as const) {
      const input = this.method[part](event, this.#field);
      if (input === null) continue;
      this.events.push(input);
      this.#take(input);
    }
    if (this.mode !== this.modes.at(-1)) this.modes.push(this.mode);
  }

  get #field(): InputField | null {
    return this.hasFocus ? { kind: this.kind, textBeforeCursor: textBeforeCursor(this.composer) } : null;
  }

  #take(input: InputEvent): void {
    if (input.kind === 'command' && input.command === 'enter') this.sent.push(this.text);
    this.composer = after(this.composer, input);
  }
}

function after(composer: Composer, input: InputEvent): Composer {
  if (input.kind === 'text') return insertText(composer, input.text).composer;
  if (input.kind === 'replace') return replaceText(composer, input.text).composer;
  switch (input.command) {
    case 'enter':
      return EMPTY_COMPOSER;
    case 'enter-long':
      return insertText(composer, '\n').composer;
    case 'backspace':
      return backspace(composer).composer;
    case 'backspace-long':
      return (input.repeated ? deleteAll(composer) : deleteWord(composer)).composer;
    case 'left':
    case 'right':
      return moveCursor(composer, input.command).composer;
    default:
      return composer;
  }
}
