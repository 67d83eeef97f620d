import { insertText } from '../../../domain/text/composer.ts';
import type { InputEvent } from '../../../domain/input/input-event.ts';
import type { BehaviourParts } from '../../behaviour/behaviour.ts';
import { refuse, stay, type Change } from '../../behaviour/change.ts';
import { PICKER_COLUMNS, type PickerState } from '../../behaviour/picker.ts';
import type { ThreadState } from './state.ts';

/** Null when the key is not for the picker. The picker then closes, and the key does what it does without one. */
export function pickerInput(
  parts: BehaviourParts,
  view: ThreadState,
  picker: PickerState,
  input: InputEvent,
): Change<ThreadState> | null {
  if (input.kind !== 'command') return null;
  const signs = parts[picker.kind];
  switch (input.command) {
    case 'left':
      return moved(view, picker, picker.focus - 1, signs);
    case 'right':
      return moved(view, picker, picker.focus + 1, signs);
    case 'up':
      return moved(view, picker, picker.focus - PICKER_COLUMNS, signs);
    case 'down':
      return moved(view, picker, picker.focus + PICKER_COLUMNS, signs);
    case 'enter':
    case 'enter-long':
      return insert(view, signs[picker.focus] ?? '');
    case 'back':
    case 'soft-right':
      return stay({ ...view, picker: null });
    case 'menu':
    case 'soft-left':
      return stay(view);
    default:
      return null;
  }
}

function moved(view: ThreadState, picker: PickerState, focus: number, signs: readonly string[]): Change<ThreadState> {
  return stay(focus < 0 || focus >= signs.length ? view : { ...view, picker: { ...picker, focus } });
}

function insert(view: ThreadState, sign: string): Change<ThreadState> {
  const step = insertText(view.field, sign);
  const closed = { ...view, picker: null };
  return step.outcome === 'refused'
    ? refuse({ ...closed, refusal: 'full' })
    : stay({ ...closed, field: step.composer });
}
