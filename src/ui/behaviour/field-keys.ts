import {
  backspace,
  composerText,
  deleteAll,
  deleteWord,
  insertText,
  moveCursor,
  replaceText,
  type Composer,
  type ComposerStep,
} from '../../domain/text/composer.ts';
import type { InputEvent } from '../../domain/input/input-event.ts';

/**
 * The field after a key that is for its text; null for any other key. Typing and deleting change the field wherever the
 * focus is; the cursor moves only while the field has the focus.
 */
export function fieldAfter(field: Composer, input: InputEvent, focused: boolean): ComposerStep | null {
  switch (input.kind) {
    case 'text':
      return insertText(field, input.text);
    case 'replace':
      return replaceText(field, input.text);
    case 'command':
      return focused ? edited(field, input) : null;
  }
}

function edited(field: Composer, input: InputEvent & { kind: 'command' }): ComposerStep | null {
  switch (input.command) {
    case 'backspace':
      return backspace(field);
    case 'backspace-long':
      return input.repeated ? deleteAll(field) : deleteWord(field);
    case 'left':
    case 'right':
      return moveCursor(field, input.command);
    case 'soft-right':
      return composerText(field) === '' ? null : backspace(field);
    default:
      return null;
  }
}
