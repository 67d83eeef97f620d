import type { Sequence } from '../../domain/history/message.ts';
import type { PeerAddress } from '../../domain/peer-address.ts';
import type { Draft } from '../../domain/text/draft.ts';
import type { HandsetEvent } from '../../ports/handset.ts';
import { composerText } from '../../domain/text/composer.ts';
import type { Command, InputEvent } from '../../domain/input/input-event.ts';
import { bannersAfter, isBannerKey, notification, waitingId } from './banner.ts';
import { refuse, type Change, type Destination } from './change.ts';
import { contactInput, contactItems } from './contact-details.ts';
import { contactsInput, openContacts, reloadContacts } from './contacts.ts';
import { historyInput, openHistory, reloadHistory } from './history.ts';
import { homeInput } from './home.ts';
import { lockAfter, LOCKED } from './lock.ts';
import { detailsInput } from './message-details.ts';
import type {
  HandsetQueries,
  LockState,
  Refusal,
  Step,
  ThreadState,
  UiCommand,
  UiContext,
  UiEvent,
  UiOutcome,
  UiState,
  ViewState,
} from './state.ts';
import { editFailed } from './thread-selection.ts';
import {
  draftOnLeaving,
  draftToSave,
  openThread,
  reloadThread,
  threadInput,
  threadSent,
  toMarkRead,
} from './thread.ts';

const REPEATING: ReadonlySet<Command> = new Set(['up', 'down', 'backspace', 'backspace-long']);

export const FIRST_STATE: UiState = {
  views: [{ kind: 'home', focus: 0 }],
  banner: null,
  warning: null,
  mode: null,
  refusal: null,
  unsaved: new Map(),
  stuckKeys: [],
  lock: null,
};

export function topView(state: UiState): ViewState {
  return state.views[state.views.length - 1] ?? state.views[0];
}

/** The screen's whole behaviour as one pure function: what the owner sees next, and what is asked of the handset. */
export function step(context: UiContext, state: UiState, event: UiEvent): Step {
  const { state: after, commands } = react(context, state, event);
  const read = markShown(withoutOpenDraft(after));
  return { state: read.state, commands: [...commands, ...read.commands] };
}

function react(context: UiContext, state: UiState, event: UiEvent): Step {
  switch (event.kind) {
    case 'input':
      return input(context, state, event.input);
    case 'handset':
      return handsetEvent(context.handset, state, event.event);
    case 'keepDraft':
      return keepDrafts(state, event.leaving);
    case 'bannerExpired':
      return only({ ...state, banner: null });
    case 'lockDue':
      return locked(state);
    case 'lockRested':
      return only(state.lock === null ? state : { ...state, lock: LOCKED });
    case 'stuckKeysChanged':
      return only({ ...state, stuckKeys: event.keys });
    default:
      return outcome(context, state, event);
  }
}

/** What the handset answered to a command. */
function outcome(context: UiContext, state: UiState, event: UiOutcome): Step {
  switch (event.kind) {
    case 'sent':
      return only(sent(context.handset, state, event));
    case 'resent':
      return only(event.result.ok ? { ...state, warning: null } : withRefusal(state, event.result.error));
    case 'draftSaved':
      return only(event.result.ok ? draftSaved(context.handset, state, event.peer, event.draft) : state);
    case 'favouriteSet':
      return { state, commands: event.result.ok ? [] : [{ kind: 'refuseKey' }] };
  }
}

function only(state: UiState): Step {
  return { state, commands: [] };
}

function input(context: UiContext, state: UiState, key: InputEvent): Step {
  if (key.kind === 'mode') return only({ ...state, mode: key.mode });
  if (state.lock !== null) return only(pressedWhileLocked(context.handset, state, state.lock, key));
  if (key.kind === 'command' && key.command === 'lock') return locked(state);
  return keyPressed(context, state.refusal === null ? state : { ...state, refusal: null }, key);
}

/** What was typed is kept now: the handset may lie in the pocket until its battery is empty. */
function locked(state: UiState): Step {
  if (state.lock !== null) return only(state);
  return keepDrafts({ ...state, lock: LOCKED, refusal: null }, false);
}

/** No key of a locked keypad does anything but unlock it. */
function pressedWhileLocked(handset: HandsetQueries, state: UiState, lock: LockState, key: InputEvent): UiState {
  const after = lockAfter(lock, key);
  if (after !== null) return { ...state, lock: after };
  const top = topView(state);
  const banner = top.kind === 'thread' && state.banner?.peer === top.peer ? null : state.banner;
  return reload(handset, { ...state, lock: null, banner });
}

function keyPressed(context: UiContext, state: UiState, key: InputEvent): Step {
  if (key.kind === 'command' && key.repeated && !mayRepeat(topView(state), key.command)) return only(state);
  const answered = key.kind === 'command' && !key.repeated ? bannerInput(context, state, key) : null;
  return answered ?? carryOut(context, state, viewInput(context, topView(state), key));
}

/** Null when the key is not for the banner. */
function bannerInput(context: UiContext, state: UiState, key: InputEvent & { kind: 'command' }): Step | null {
  const shown = notification(context.handset, state);
  if (shown === null) return null;
  const mine = key.command === 'back' || isBannerKey(topView(state), key.command);
  if (shown.kind === 'changesLost') return mine ? { state, commands: [{ kind: 'acknowledgeLostChanges' }] } : null;
  const dismissed: UiState = shown.kind === 'message' ? { ...state, banner: null } : { ...state, warning: null };
  if (key.command === 'back') return only(dismissed);
  if (!isBannerKey(topView(state), key.command)) return null;
  if (shown.kind === 'message') return go(context, dismissed, { kind: 'thread', peer: shown.peer, focus: 'field' });
  const id = waitingId(context.handset, shown.sequence);
  // The warning goes when the handset says that the message is on its way again.
  return id === null ? only(dismissed) : { state, commands: [{ kind: 'resend', id }] };
}

/** What moves or deletes goes on while its key is held; what opens, leaves or sends does it once. */
function mayRepeat(view: ViewState, command: Command): boolean {
  if (REPEATING.has(command)) return true;
  if (view.kind !== 'thread' || view.focus !== null) return false;
  return command === 'left' || command === 'right' || (command === 'soft-right' && composerText(view.field) !== '');
}

function viewInput(context: UiContext, view: ViewState, key: InputEvent): Change {
  const picks = key.kind === 'command' && (key.command === 'emoji' || key.command === 'symbols');
  // Only a message has room for them.
  if (picks && view.kind !== 'thread') return refuse(view);
  switch (view.kind) {
    case 'home':
      return homeInput(view, key);
    case 'history':
      return historyInput(context.handset, view, key);
    case 'contacts':
      return contactsInput(context.handset, view, key);
    case 'contact':
      return contactInput(context.handset, view, key);
    case 'thread':
      return threadInput(context, view, key);
    case 'details':
      return detailsInput(context, view, key);
  }
}

function carryOut(context: UiContext, state: UiState, change: Change): Step {
  const changed = replaceTop(state, change.view);
  const { state: after, commands } = change.go === null ? only(changed) : go(context, changed, change.go);
  return { state: after, commands: [...change.commands, ...commands] };
}

/** Leaves the view on the screen for another. A thread's draft is kept first; what is shown again is read again. */
function go(context: UiContext, state: UiState, to: Destination): Step {
  const { handset } = context;
  const top = topView(state);
  const draft = top.kind === 'thread' ? draftOnLeaving(top) : null;
  const commands: readonly UiCommand[] = draft === null ? [] : [draft];
  const remembered =
    draft?.kind === 'saveDraft' ? { ...state, unsaved: withDraft(state.unsaved, draft.peer, draft.draft) } : state;
  if (to.kind === 'back') return { state: reload(handset, withoutTop(remembered)), commands };
  if (to.kind === 'edit') return edit(context, withoutTop(remembered), to.sequence);
  const view = open(handset, remembered, to);
  const views = pushed(remembered.views, view);
  const banner = view.kind === 'thread' && remembered.banner?.peer === view.peer ? null : remembered.banner;
  return { state: { ...remembered, views, banner }, commands };
}

/** Details were opened from the thread, which lies under them. */
function edit(context: UiContext, state: UiState, sequence: Sequence): Step {
  const top = topView(state);
  if (top.kind !== 'thread') return only(state);
  const thread = reloadThread(context.handset, { ...top, focus: sequence });
  return carryOut(context, state, editFailed(context.handset, thread));
}

function open(handset: HandsetQueries, state: UiState, to: Exclude<Destination, { kind: 'back' | 'edit' }>): ViewState {
  switch (to.kind) {
    case 'history':
      return openHistory(handset);
    case 'contacts':
      return openContacts(handset, 'all', to.filter);
    case 'contact':
      return { kind: 'contact', peer: to.peer, focus: 0 };
    case 'thread':
      return openThread(handset, to.peer, to.focus, state.unsaved.get(to.peer));
    case 'details':
      return { kind: 'details', sequence: to.sequence, scrollPx: 0, refusal: null };
  }
}

/** A view that is already on the way back is not stacked again: Back never goes in circles. */
function pushed(views: UiState['views'], view: ViewState): UiState['views'] {
  const [home, ...others] = views;
  const same = others.findIndex((other) => other.kind === view.kind);
  return [home, ...(same === -1 ? others : others.slice(0, same)), view];
}

function withoutTop(state: UiState): UiState {
  const [home, ...others] = state.views;
  return { ...state, views: [home, ...others.slice(0, -1)] };
}

function replaceTop(state: UiState, view: ViewState): UiState {
  const [home, ...others] = state.views;
  if (others.length > 0) return { ...state, views: [home, ...others.slice(0, -1), view] };
  return view.kind === 'home' ? { ...state, views: [view] } : state;
}

/** The view on the screen, with its data as they are now. */
function reload(handset: HandsetQueries, state: UiState): UiState {
  return replaceTop(state, reloaded(handset, topView(state)));
}

function reloaded(handset: HandsetQueries, view: ViewState): ViewState {
  switch (view.kind) {
    case 'history':
      return reloadHistory(handset, view);
    case 'contacts':
      return reloadContacts(handset, view);
    case 'thread':
      return reloadThread(handset, view);
    case 'contact':
      return { ...view, focus: Math.min(view.focus, contactItems(handset, view.peer).length - 1) };
    case 'home':
    case 'details':
      return view;
  }
}

function handsetEvent(handset: HandsetQueries, state: UiState, event: HandsetEvent): Step {
  const top = topView(state);
  const told = { ...state, ...bannersAfter(handset, state, event) };
  // Another peer's message changes nothing in an open thread.
  const concerns = !('peer' in event) || top.kind !== 'thread' || event.peer === top.peer;
  return only(concerns ? reload(handset, told) : told);
}

/** The thread's draft, and those that the store refused before. */
function keepDrafts(state: UiState, leaving: boolean): Step {
  const top = topView(state);
  const current = top.kind !== 'thread' ? null : leaving ? draftOnLeaving(top) : draftToSave(top);
  const retried = [...state.unsaved].map(([peer, draft]): UiCommand => ({ kind: 'saveDraft', peer, draft }));
  return { state, commands: current === null ? retried : [current, ...retried] };
}

/** History marks drafts, so it is read again. */
function draftSaved(handset: HandsetQueries, state: UiState, peer: PeerAddress, draft: Draft): UiState {
  const unsaved = state.unsaved.get(peer)?.text === draft.text ? withoutDraft(state.unsaved, peer) : state.unsaved;
  const kept = mapThread({ ...state, unsaved }, peer, (view) => ({ ...view, saved: draft }));
  return topView(kept).kind === 'history' ? reload(handset, kept) : kept;
}

/** The store took the draft away with the message: it must not come back from memory. */
function sent(handset: HandsetQueries, state: UiState, { peer, result }: UiEvent & { kind: 'sent' }): UiState {
  if (!result.ok) return mapThread(state, peer, (view) => ({ ...view, refusal: result.error }));
  const unsaved = withoutDraft(state.unsaved, peer);
  return mapThread({ ...state, unsaved }, peer, (view) => threadSent(handset, view));
}

/** While a thread is on the screen its field is the draft, and what was remembered of it is old. */
function withoutOpenDraft(state: UiState): UiState {
  const top = topView(state);
  const known = top.kind === 'thread' && state.unsaved.has(top.peer);
  return known ? { ...state, unsaved: withoutDraft(state.unsaved, top.peer) } : state;
}

function withoutDraft(drafts: ReadonlyMap<PeerAddress, Draft>, peer: PeerAddress): ReadonlyMap<PeerAddress, Draft> {
  return new Map([...drafts].filter(([other]) => other !== peer));
}

function withDraft(
  drafts: ReadonlyMap<PeerAddress, Draft>,
  peer: PeerAddress,
  draft: Draft,
): ReadonlyMap<PeerAddress, Draft> {
  return new Map([...drafts, [peer, draft]]);
}

function mapThread(state: UiState, peer: PeerAddress, map: (view: ThreadState) => ThreadState): UiState {
  const [home, ...others] = state.views;
  return {
    ...state,
    views: [home, ...others.map((view) => (view.kind === 'thread' && view.peer === peer ? map(view) : view))],
  };
}

function withRefusal(state: UiState, refusal: Refusal): UiState {
  const top = topView(state);
  return top.kind === 'thread' || top.kind === 'details'
    ? replaceTop(state, { ...top, refusal })
    : { ...state, refusal };
}

function markShown(state: UiState): Step {
  const top = topView(state);
  // Nobody reads through a lock.
  const marked = top.kind === 'thread' && state.lock === null ? toMarkRead(top) : null;
  if (marked === null) return only(state);
  return { state: replaceTop(state, marked.view), commands: [marked.command] };
}
