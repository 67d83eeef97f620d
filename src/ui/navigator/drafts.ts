import type { PeerAddress } from '../../domain/peer-address.ts';
import type { Draft } from '../../domain/text/draft.ts';
import type { SaveDraft } from '../behaviour/command.ts';
import { behaviourOf } from '../screens/behaviours.ts';
import type { Step, UiState } from './state.ts';
import { topView } from './views.ts';

/** The draft on the screen, when the store should hold it but does not yet. */
export function draftOnScreen(state: UiState, leaving: boolean): SaveDraft | null {
  const top = topView(state);
  return behaviourOf(top).draft?.(top, leaving) ?? null;
}

/** Saves the draft on the screen, and those that the store refused before. */
export function keepDrafts(state: UiState, leaving: boolean): Step {
  const current = draftOnScreen(state, leaving);
  const retried = [...state.unsaved].map(([peer, draft]): SaveDraft => ({ kind: 'saveDraft', peer, draft }));
  return { state, commands: current === null ? retried : [current, ...retried] };
}

/** The view on the screen is being left. Its draft is written, and remembered until the store has it. */
export function leaveDraft(state: UiState): Step {
  const draft = draftOnScreen(state, true);
  if (draft === null) return { state, commands: [] };
  return { state: { ...state, unsaved: new Map([...state.unsaved, [draft.peer, draft.draft]]) }, commands: [draft] };
}

/** While a thread is on the screen its field is the draft, and a remembered one is out of date. */
export function withoutDraftOnScreen(state: UiState): UiState {
  const top = topView(state);
  const peer = behaviourOf(top).peer?.(top);
  return peer === undefined || behaviourOf(top).draft === undefined ? state : withoutDraft(state, peer);
}

/** The store has accepted the draft. When the owner has written more since, the newer text is kept. */
export function draftTaken(state: UiState, peer: PeerAddress, draft: Draft): UiState {
  return state.unsaved.get(peer)?.text === draft.text ? withoutDraft(state, peer) : state;
}

export function withoutDraft(state: UiState, peer: PeerAddress): UiState {
  if (!state.unsaved.has(peer)) return state;
  return { ...state, unsaved: new Map([...state.unsaved].filter(([other]) => other !== peer)) };
}
