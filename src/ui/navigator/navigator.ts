import type { Command, InputEvent } from '../../domain/input/input-event.ts';
import type { HandsetEvent, HandsetState } from '../../ports/handset.ts';
import type { Behaviour, BehaviourParts, HandsetReads } from '../behaviour/behaviour.ts';
import { lay, refuse, type Change } from '../behaviour/change.ts';
import type { Refusal, UiOutcome } from '../behaviour/command.ts';
import {
  isSameSubject,
  newsMenu,
  sheetAfter,
  withNews,
  type Choice,
  type Sheet,
  type SheetNews,
} from '../behaviour/sheet.ts';
import type { ViewAnswer, Destination, Opening, ViewState } from '../behaviour/view-kinds.ts';
import { BEHAVIOURS, behaviourOf } from '../screens/behaviours.ts';
import { bannerExpired, bannersAfter, newsForMenu, withoutOpenedBanner } from './banner.ts';
import { draftTaken, keepDrafts, leaveDraft, withoutDraft, withoutDraftOnScreen } from './drafts.ts';
import type { Step, UiEvent, UiState } from './state.ts';
import { reload, replaceTop, settled, topView, touched, withoutTop, withTop } from './views.ts';

const REPEATING: ReadonlySet<Command> = new Set(['up', 'down', 'backspace', 'backspace-long']);

export interface StepParts extends BehaviourParts {
  /** The handset's state at this moment. */
  readonly status: HandsetState;
  /** The letter that chooses in a menu, as the language has it. */
  readonly keyOf: (choice: Choice) => string;
}

/** Home, with no view below it. */
export function firstState(handset: HandsetReads): UiState {
  const unsaved = new Map();
  const home = BEHAVIOURS.home.open({ handset, unsaved }, {});
  return {
    views: [home],
    sheet: null,
    banner: null,
    warning: null,
    refusal: null,
    unsaved,
    stuckKeys: [],
    touchedBy: [],
    storeWorks: true,
  };
}

/**
 * The screen's whole behaviour as one pure function: it says what the owner sees next, and what is asked of the
 * handset.
 */
export function step(parts: StepParts, state: UiState, event: UiEvent): Step {
  const { state: after, commands } = react(parts, state, event);
  return { state: withoutDraftOnScreen(after), commands };
}

function react(parts: StepParts, state: UiState, event: UiEvent): Step {
  switch (event.kind) {
    case 'input':
      return input(parts, state, event.input);
    case 'handset':
      return only(handsetEvent(parts, state, event.event));
    case 'seen':
      return noteSeen(parts, state, event);
    case 'settle':
      return only(settled(parts.handset, state));
    case 'keepDraft':
      return keepDrafts(state, event.leaving);
    case 'bannerExpired':
    case 'graceOver':
    case 'paused':
      return only(timePassed(state, event.kind));
    case 'keysPaused':
      return only(putInOrder(parts, state));
    case 'lockDue':
      return lock(parts, state);
    case 'stuckKeysChanged':
      return only({ ...state, stuckKeys: event.keys });
    default:
      return outcome(state, event);
  }
}

function noteSeen(
  { handset }: StepParts,
  state: UiState,
  { seen, tooShort }: Extract<UiEvent, { kind: 'seen' }>,
): Step {
  const top = topView(state);
  const change = behaviourOf(top).seen?.(handset, top, seen, tooShort);
  return change === undefined ? only(state) : { state: replaceTop(state, change.view), commands: change.commands };
}

function putInOrder({ handset }: StepParts, state: UiState): UiState {
  const top = topView(state);
  return replaceTop(state, behaviourOf(top).order?.restored(handset, top) ?? top);
}

function timePassed(state: UiState, what: 'bannerExpired' | 'graceOver' | 'paused'): UiState {
  const top = topView(state);
  const { grace, pause } = behaviourOf(top);
  switch (what) {
    case 'bannerExpired':
      return { ...state, banner: bannerExpired(state.banner) };
    case 'graceOver':
      return replaceTop(state, grace?.over(top) ?? top);
    case 'paused':
      return replaceTop(state, pause?.passed(top) ?? top);
  }
}

function only(state: UiState): Step {
  return { state, commands: [] };
}

function input(parts: StepParts, state: UiState, key: InputEvent): Step {
  const top = topView(state);
  if (behaviourOf(top).ownsKeys === true) return viewInput(parts, state, key);
  if (key.kind === 'command' && key.command === 'lock') return lock(parts, state);
  if (key.kind === 'command' && key.command === 'home') return goHome(parts, state);
  const heard = state.refusal === null ? state : { ...state, refusal: null };
  return state.sheet === null ? keyPressed(parts, heard, key) : sheetKey(parts, heard, state.sheet, key);
}

/** A key while a menu or question is open. What was chosen is the view's to carry out, as it stands by now. */
function sheetKey(parts: StepParts, state: UiState, sheet: Sheet, key: InputEvent): Step {
  const step = sheetAfter(sheet, key, parts.keyOf);
  const after = { ...state, sheet: step.sheet };
  if (step.refused) return { state: after, commands: [{ kind: 'refuseKey' }] };
  if (step.chosen === null || step.chosen === 'keep') return only(after);
  if (step.chosen === 'lock') return lock(parts, after);
  if (sheet.news !== null && step.chosen === sheet.news.choice) return newsChosen(parts, after, sheet.news);
  return chosen(parts, after, sheet, step.chosen);
}

function chosen(parts: StepParts, state: UiState, sheet: Sheet, choice: Choice): Step {
  const top = topView(state);
  const behaviour = behaviourOf(top);
  // What it was about may be gone by now, and something else has its place.
  const subject = behaviour.menu?.(top)?.subject;
  const refuseKey = [{ kind: 'refuseKey' }] as const;
  if (subject === undefined || !isSameSubject(subject, sheet.subject)) return { state, commands: refuseKey };
  if (choice === 'deleteThreadNow' && unreadOf(parts, sheet) > sheet.unread)
    return { state: withRefusal(state, 'cameMeanwhile'), commands: refuseKey };
  const change = behaviour.choose?.(parts, top, choice);
  return change === undefined ? only(state) : carryOut(parts, state, change);
}

/** Whoever deletes a thread has decided about what had come when he was asked. */
function unreadOf({ handset }: StepParts, { question, subject }: Sheet): number {
  return question === 'deleteThread' && subject.kind === 'peer' ? handset.unread(subject.peer, 0).count : 0;
}

/** What came by itself was chosen from the menu. */
function newsChosen(parts: StepParts, state: UiState, { choice, peer, waiting }: SheetNews): Step {
  switch (choice) {
    case 'read':
      return peer === null ? only(state) : go(parts, state, { kind: 'thread', peer, focus: 'field' });
    case 'sendNow':
      // The warning goes when the handset reports that the message is on its way again.
      return { state, commands: waiting === null ? [] : [{ kind: 'resend', id: waiting }] };
    case 'signIns':
      return go(parts, state, { kind: 'signIns' });
    case 'understood':
      return { state, commands: [{ kind: 'acknowledgeLostChanges' }] };
  }
}

/** From anywhere, whatever lies over it. The draft of the view that is left is saved. */
function goHome(parts: StepParts, state: UiState): Step {
  const left = leaveDraft({ ...state, sheet: null, refusal: null });
  const [home, ...others] = left.state.views;
  if (others.length === 0) return left;
  return { state: reload(parts.handset, { ...left.state, views: [home], touchedBy: [] }), commands: left.commands };
}

/** What was typed is saved now, because the handset may stay in the pocket until its battery is empty. */
function lock(parts: StepParts, state: UiState): Step {
  return go(parts, { ...state, refusal: null }, { kind: 'lock' });
}

function keyPressed(parts: StepParts, state: UiState, key: InputEvent): Step {
  if (key.kind !== 'command') return viewInput(parts, state, key);
  const top = topView(state);
  if (key.repeated && !mayRepeat(top, key.command)) return only(state);
  const menu = key.repeated ? undefined : menuFor(parts, state, key.command);
  if (menu !== undefined) return carryOut(parts, state, menu === null ? refuse(top) : lay(top, menu));
  const picks = key.command === 'emoji' || key.command === 'symbols';
  if (picks && behaviourOf(top).picker === undefined) return carryOut(parts, state, refuse(top));
  return viewInput(parts, state, key);
}

/** The menu that the key opens: null when there is nothing to do here, undefined when the key opens none. */
function menuFor(parts: StepParts, state: UiState, command: Command): Sheet | null | undefined {
  const view = topView(state);
  const behaviour = behaviourOf(view);
  const opens = command === 'menu' || (command === 'soft-left' && behaviour.softKeys?.(view)[0] === 'options');
  if (!opens) return undefined;
  const menu = behaviour.menu?.(view);
  const news = newsForMenu(parts.status, state);
  if (news === null) return menu;
  // What came is told with these keys over every view, so that they lead to it from those that have no menu too.
  return menu === undefined || menu === null ? newsMenu(news) : withNews(menu, news);
}

/** Commands that move or delete repeat while their key is held. Those that open, leave or send happen once. */
function mayRepeat(view: ViewState, command: Command): boolean {
  return REPEATING.has(command) || behaviourOf(view).mayRepeat?.(view, command) === true;
}

function viewInput(parts: StepParts, state: UiState, key: InputEvent): Step {
  const top = topView(state);
  return carryOut(parts, state, behaviourOf(top).input(parts, top, key));
}

function carryOut(parts: StepParts, state: UiState, change: Change): Step {
  const sheet = change.sheet === undefined ? null : { ...change.sheet, unread: unreadOf(parts, change.sheet) };
  const changed = { ...replaceTop(state, change.view), sheet };
  const { state: after, commands } = change.go === null ? only(changed) : go(parts, changed, change.go);
  return { state: after, commands: [...change.commands, ...commands] };
}

/**
 * Goes to another view. The draft of the one on the screen is saved first. A view that is shown again is read again.
 */
function go(parts: StepParts, state: UiState, to: Destination): Step {
  const left = leaveDraft({ ...state, sheet: null });
  if (to.kind !== 'back') {
    const opened = withTop(left.state, open(parts, left.state, to));
    return { state: withoutOpenedBanner(opened), commands: left.commands };
  }
  const below = withoutTop(left.state);
  const back = to.answer === undefined ? only(reload(parts.handset, below)) : answer(parts, below, to.answer);
  return { state: withoutOpenedBanner(back.state), commands: [...left.commands, ...back.commands] };
}

function open({ handset }: StepParts, { unsaved }: UiState, to: Opening): ViewState {
  const behaviour: Behaviour = BEHAVIOURS[to.kind];
  return behaviour.open({ handset, unsaved }, to);
}

function answer(parts: StepParts, state: UiState, told: ViewAnswer): Step {
  const top = topView(state);
  const change = behaviourOf(top).answered?.(parts, top, told);
  return change === undefined ? only(reload(parts.handset, state)) : carryOut(parts, state, change);
}

function handsetEvent({ handset, status }: StepParts, state: UiState, event: HandsetEvent): UiState {
  const told = touched({ ...state, ...bannersAfter(handset, state, event) }, event);
  const storeWorks = status.storeFailure === null;
  if (storeWorks === told.storeWorks) return told;
  // While the store failed, reading may have returned nothing.
  return { ...(storeWorks ? reload(handset, told) : told), storeWorks };
}

/** What the handset answered to a command. */
function outcome(state: UiState, event: UiOutcome): Step {
  const told = tellViews(state, event);
  switch (event.kind) {
    case 'sent':
      // The store removed the draft together with the message, so it must not come back from memory.
      return only(event.result.ok ? withoutDraft(told, event.peer) : told);
    case 'resent':
      return only(event.result.ok ? { ...told, warning: null } : withRefusal(told, event.result.error));
    case 'draftSaved':
      return only(event.result.ok ? touched(draftTaken(told, event.peer, event.draft), event) : told);
    case 'deleted':
      if (!event.result.ok) return only(withRefusal(told, event.result.error));
      return only(event.result.value === 'unfinished' ? withRefusal(told, 'unfinished') : told);
    case 'peopleChanged':
      return only(event.result.ok ? told : withRefusal(told, event.result.error));
    case 'cancelled':
    case 'favouriteSet':
      return only(told);
  }
}

function tellViews(state: UiState, event: UiOutcome): UiState {
  const tell = (view: ViewState): ViewState => behaviourOf(view).outcome?.(view, event) ?? view;
  const [first, ...others] = state.views;
  return { ...state, views: [tell(first), ...others.map(tell)] };
}

function withRefusal(state: UiState, refusal: Refusal): UiState {
  const top = topView(state);
  const said = behaviourOf(top).refused?.(top, refusal);
  return said === undefined ? { ...state, refusal } : replaceTop(state, said);
}
