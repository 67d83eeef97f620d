import { moveCursorTo } from '../../../domain/text/composer.ts';
import type { InputEvent } from '../../../domain/input/input-event.ts';
import type { BehaviourParts } from '../../behaviour/behaviour.ts';
import type { ThreadState } from './state.ts';

/**
 * Up and Down in a field of several lines: the caret goes from line to line as they are drawn. Null when the key leaves
 * the field, from its first line upwards or its last one downwards. A key that is held stops there: it must not
 * begin to mean something else under the thumb.
 */
export function overLines(
  { caretBeside }: BehaviourParts,
  view: ThreadState,
  { command, repeated }: InputEvent & { kind: 'command' },
): ThreadState | null {
  const column = view.column?.of === view.field ? view.column : null;
  const place = caretBeside(command === 'up' ? 'above' : 'below', column?.px ?? null);
  if (place === null) return repeated && column !== null ? view : null;
  const field = moveCursorTo(view.field, place.offset).composer;
  return { ...view, field, column: { of: field, px: place.columnPx } };
}
