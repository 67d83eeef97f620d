import type { HandsetReads, News } from '../behaviour/behaviour.ts';
import type { ViewState } from '../behaviour/view-kinds.ts';
import { behaviourOf } from '../screens/behaviours.ts';
import type { UiState } from './state.ts';

export function topView(state: UiState): ViewState {
  return state.views[state.views.length - 1] ?? state.views[0];
}

/** A view that is already in the stack is not put on it again, so that Back never goes in circles. */
export function withTop(state: UiState, view: ViewState): UiState {
  const [first, ...others] = state.views;
  const same = others.findIndex((other) => other.kind === view.kind);
  return { ...state, views: [first, ...(same === -1 ? others : others.slice(0, same)), view], touchedBy: [] };
}

export function withoutTop(state: UiState): UiState {
  const [first, ...others] = state.views;
  return { ...state, views: [first, ...others.slice(0, -1)], touchedBy: [] };
}

export function replaceTop(state: UiState, view: ViewState): UiState {
  if (view === topView(state)) return state;
  const [first, ...others] = state.views;
  return { ...state, views: others.length === 0 ? [view] : [first, ...others.slice(0, -1), view] };
}

/** The view on the screen is shown again. Everything that it has read may have changed. */
export function reload(handset: HandsetReads, state: UiState): UiState {
  const top = topView(state);
  return replaceTop(state, behaviourOf(top).reload?.(handset, top, []) ?? top);
}

/**
 * Something happened. When it touches what the view on the screen has read, the view is read again once everything that
 * came with it is known.
 */
export function touched(state: UiState, news: News): UiState {
  const top = topView(state);
  return behaviourOf(top).touchedBy?.(top, news) === true ? { ...state, touchedBy: [...state.touchedBy, news] } : state;
}

export function settled(handset: HandsetReads, state: UiState): UiState {
  if (state.touchedBy.length === 0) return state;
  const top = topView(state);
  const view = behaviourOf(top).reload?.(handset, top, state.touchedBy) ?? top;
  return { ...replaceTop(state, view), touchedBy: [] };
}
