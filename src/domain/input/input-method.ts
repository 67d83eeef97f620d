import type { InputEvent, InputMode } from './input-event.ts';
import type { KeyEvent } from '../keys/key-events.ts';

/** Turns key events into texts and commands. One per kind of keypad. Pure: time comes with the events. */
export interface InputMethod {
  readonly mode: InputMode;
  key(event: KeyEvent): readonly InputEvent[];
  /**
   * The field with the cursor changed in another way than by this input method's own events: the text before the cursor, or
   * null when there is no text field or no capital is wanted (search, numbers).
   *
   * @param made what this method has made since of keys that came at once, and the field has not seen yet
   */
  fieldChanged(textBefore: string | null, made?: readonly InputEvent[]): void;
}
