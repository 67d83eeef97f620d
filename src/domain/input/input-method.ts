import type { InputEvent, InputMode } from './input-event.ts';
import type { InputField } from './input-field.ts';
import type { KeyEvent } from '../keys/key-events.ts';

/**
 * Turns key events into texts and commands; there is one for each kind of keypad. It keeps no text. At each key it is
 * given the field that has the focus (null when none has it), which tells the text before its cursor. Pure: time comes
 * with the events.
 */
export interface InputMethod {
  /** Which characters the letter keys give in that field; the screen shows it. */
  mode(field: InputField | null): InputMode;
  /**
   * Called first at every key event. An earlier key may still be undecided between a short and a long press; this event
   * may decide it, and then its meaning is returned. Carry it out before calling `key`: it may change which field has
   * the focus, or its text (Enter empties the field).
   */
  decide(event: KeyEvent, field: InputField | null): InputEvent | null;
  /** What this event itself means; null when it means nothing. */
  key(event: KeyEvent, field: InputField | null): InputEvent | null;
}
