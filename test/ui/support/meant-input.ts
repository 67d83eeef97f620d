import type { InputEvent, InputMode } from '../../../src/domain/input/input-event.ts';
import type { InputField } from '../../../src/domain/input/input-field.ts';
import type { InputMethod } from '../../../src/domain/input/input-method.ts';
import { monotonicMs } from '../../../src/domain/time.ts';
import type { KeyEvent } from '../../../src/domain/keys/key-events.ts';

/** Whatever it was, `MeantInput` says what it means. */
const SOME_KEY: KeyEvent = { kind: 'down', key: 'Space', atMs: monotonicMs(0) };

/** An input method that means what a test says, so that a screen is tested without keys; all other keys go to the real one, if any. */
export class MeantInput implements InputMethod {
  readonly #real: InputMethod | null;
  #meant: InputEvent | null = null;
  #mode: InputMode | null = null;

  constructor(real: InputMethod | null = null) {
    this.#real = real;
  }

  /** Does to the screen what keys that mean this would do. */
  give(screen: { handle(event: KeyEvent): void }, input: InputEvent): void {
    this.#meant = input;
    try {
      screen.handle(SOME_KEY);
    } finally {
      this.#meant = null;
    }
  }

  /** A key that only changes the letters, as Shift does. */
  giveMode(screen: { handle(event: KeyEvent): void }, mode: InputMode): void {
    this.#mode = mode;
    screen.handle({ ...SOME_KEY, kind: 'up' });
  }

  mode(field: InputField | null): InputMode {
    return this.#mode ?? this.#real?.mode(field) ?? 'abc';
  }

  decide(event: KeyEvent, field: InputField | null): InputEvent | null {
    return this.#meant === null ? (this.#real?.decide(event, field) ?? null) : null;
  }

  key(event: KeyEvent, field: InputField | null): InputEvent | null {
    return this.#meant ?? this.#real?.key(event, field) ?? null;
  }
}
