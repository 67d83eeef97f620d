import type { InputEvent, InputMode } from './input-event.ts';
import type { InputField } from './input-field.ts';
import type { KeyEvent } from '../keys/key-events.ts';

/**
 * Turns key events into texts and commands. One per kind of keypad. It keeps no text: the field that has the focus says at each key what
 * stands before its cursor; null where none has it. Pure: time comes with the events.
 */
export interface InputMethod {
  /** What the letter keys give in that field, for the screen to show. */
  mode(field: InputField | null): InputMode;
  /**
   * Asked first, at every key event: what an earlier key that was still between a short and a long press comes to because of this one. It
   * is to be carried out before `key` is asked, for the focus may be elsewhere then: an Enter may have emptied the field.
   */
  decide(event: KeyEvent, field: InputField | null): InputEvent | null;
  /** What the key itself means. */
  key(event: KeyEvent, field: InputField | null): InputEvent | null;
}
