import type { UiCommand } from './command.ts';
import type { Sheet } from './sheet.ts';
import type { Destination, ViewState } from './view-kinds.ts';

/** What a key or an event does to the view on the screen; the navigator carries it out. */
export interface Change<View extends ViewState = ViewState> {
  readonly view: View;
  readonly commands: readonly UiCommand[];
  readonly go: Destination | null;
  /** A menu or question that lies over the view from now on. */
  readonly sheet?: Sheet;
}

export function stay<View extends ViewState>(view: View, ...commands: readonly UiCommand[]): Change<View> {
  return { view, commands, go: null };
}

export function goTo<View extends ViewState>(view: View, go: Destination): Change<View> {
  return { view, commands: [], go };
}

/** The key does nothing here; the short buzz says so. */
export function refuse<View extends ViewState>(view: View): Change<View> {
  return stay(view, { kind: 'refuseKey' });
}

/** Lays a menu or a question over the view. */
export function lay<View extends ViewState>(view: View, sheet: Sheet): Change<View> {
  return { view, commands: [], go: null, sheet };
}
