import type { HandsetReads, News } from '../behaviour/behaviour.ts';
import type { ViewState } from '../behaviour/view-kinds.ts';
import { behaviourOf } from '../screens/behaviours.ts';
import type { UiState } from './state.ts';

export function topView(state: UiState): ViewState {
  return state.views[state.views.length - 1] ?? state.views[0];
}

/** A view that is already on the way back is not stacked again: Back never goes in circles. */
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
  const [first, ...others] = state.views;
  return { ...state, views: others.length === 0 ? [view] : [first, ...others.slice(0, -1), view] };
}

/** The view on the screen is shown again: all that it has read may be new. */
export function reload(handset: HandsetReads, state: UiState): UiState {
  const top = topView(state);
  return replaceTop(state, behaviourOf(top).reload?.(handset, top, []) ?? top);
}

/** Something happened: what it touches of the view on the screen is read again when all is known that came with it. */
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
