import type { WrittenField } from './drawing/view.ts';
import type { ScreenModel } from './frame/present/models.ts';
import { viewOf } from './screens/views.ts';

/** The item that has the focus, in words; for tests, scripts and screen readers. */
export function focusedItem({ view, picker, sheet }: ScreenModel): string {
  if (sheet !== null) return sheet.rows[sheet.focus]?.text ?? '';
  return picker === null ? viewOf(view).focused(view) : (picker.cells[picker.focus] ?? '');
}

/** The field in which somebody writes; null when nothing is being written. */
export function writtenField({ view, picker, sheet }: ScreenModel): WrittenField | null {
  return sheet === null && picker === null ? (viewOf(view).writing?.(view) ?? null) : null;
}
