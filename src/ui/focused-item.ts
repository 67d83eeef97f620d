import type { ScreenModel, ViewModel } from './presenters/models.ts';

/** What has the focus, in words: for tests, scripts and screen readers. */
export function focusedItem({ view, picker }: ScreenModel): string {
  if (view.kind === 'lock') return view.hint;
  return picker === null ? focusedIn(view) : (picker.cells[picker.focus] ?? '');
}

function focusedIn(view: Exclude<ViewModel, { kind: 'lock' }>): string {
  switch (view.kind) {
    case 'home':
    case 'contact':
      return view.items[view.focus]?.text ?? '';
    case 'history':
    case 'contacts':
      return view.list.rows[view.list.focus]?.name ?? view.list.empty;
    case 'thread':
      return (
        view.rows.find((row) => row.key === view.focusKey)?.text ?? (view.composer.text || view.composer.placeholder)
      );
    case 'details':
      return view.title;
  }
}
