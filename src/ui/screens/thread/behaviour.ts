import {
  composerOf,
  composerText,
  draftOf,
  EMPTY_COMPOSER,
  insertText,
  takeText,
  textBeforeCursor,
} from '../../../domain/text/composer.ts';
import type { InputEvent } from '../../../domain/input/input-event.ts';
import type { PeerAddress } from '../../../domain/peer-address.ts';
import type { Draft } from '../../../domain/text/draft.ts';
import type {
  Behaviour,
  BehaviourParts,
  ContactReads,
  HandsetReads,
  HistoryReads,
  News,
  OpeningParts,
  SoftKeyRow,
} from '../../behaviour/behaviour.ts';
import { goTo, refuse, stay, type Change } from '../../behaviour/change.ts';
import type { SaveDraft, UiOutcome } from '../../behaviour/command.ts';
import { fieldAfter } from '../../behaviour/field-keys.ts';
import { canResend } from '../../behaviour/message-actions.ts';
import type { OpeningOf } from '../../behaviour/view-kinds.ts';
import { hitInput } from './hits.ts';
import { overLines } from './line-keys.ts';
import { chosenInThread, threadMenu } from './menu.ts';
import { pickerInput } from './picker-keys.ts';
import { noteSeen, openReading, placeWithout, readOn, reloadReading, toNewest } from './reading.ts';
import { editFailed, selectedMessage, selectFound, selectionInput, selectNewest } from './selection.ts';
import type { ThreadState } from './state.ts';
import { eventsOf } from './window.ts';

const NO_DRAFT: Draft = { text: '', cursor: 0 };

export const threadBehaviour: Behaviour<'thread'> = {
  open: openThread,
  input: threadInput,
  reload: reloadThread,
  touchedBy: ({ peer }, news) => {
    if (
      news.kind === 'contactsChanged' ||
      news.kind === 'threadsChanged' ||
      news.kind === 'unreachableRecorded' ||
      news.kind === 'signInsChanged'
    )
      return true;
    // An event of another peer changes nothing in an open thread.
    return (news.kind === 'eventReceived' || news.kind === 'eventChanged') && news.peer === peer;
  },

  softKeys,
  mayRepeat: ({ focus, field }, command) =>
    focus === null &&
    (command === 'left' || command === 'right' || (command === 'soft-right' && composerText(field) !== '')),

  peer: ({ peer }) => peer,
  seen: noteSeen,
  draft: (view, leaving) => (leaving ? draftOnLeaving(view) : draftToSave(view)),
  // Letters go into the field from a focused message too, and are meant for it.
  field: ({ field }) => ({ kind: 'message', textBeforeCursor: textBeforeCursor(field) }),
  picker: ({ picker }) => picker,

  menu: threadMenu,
  choose: ({ handset }, view, choice) => chosenInThread(handset, view, choice),
  outcome: afterOutcome,
  refused: (view, refusal) => ({ ...view, refusal }),
  answered: ({ handset }, view, { sequence }) =>
    editFailed(handset, reloadThread(handset, { ...view, focus: sequence }, [])),
};

/** Opens a thread, with the draft that was left in it. */
function openThread({ handset, unsaved }: OpeningParts, { peer, focus, found }: OpeningOf<'thread'>): ThreadState {
  const saved = handset.draft(peer) ?? NO_DRAFT;
  const opened: ThreadState = {
    kind: 'thread',
    peer,
    name: nameOf(handset, peer),
    field: composerOf(unsaved.get(peer) ?? saved),
    column: null,
    saved,
    focus: null,
    anchor: 'bottom',
    scrollPx: 0,
    ...openReading(handset, peer),
    found: null,
    refusal: null,
    picker: null,
  };
  if (focus === 'field') return opened;
  if (focus === 'lastEvent') return selectNewest(opened) ?? opened;
  const there = selectFound(handset, opened, focus);
  return there === null ? opened : { ...there, found: found ?? null };
}

function nameOf(handset: ContactReads, peer: PeerAddress): string | null {
  return handset.contact(peer)?.name ?? null;
}

function reloadThread(handset: HandsetReads, view: ThreadState, because: readonly News[]): ThreadState {
  const named = because.some(({ kind }) => kind === 'contactsChanged');
  const written = because.some(({ kind }) => kind !== 'contactsChanged');
  const all = because.length === 0;
  const withName = named || all ? { ...view, name: nameOf(handset, view.peer) } : view;
  return written || all ? reloadEvents(handset, withName) : withName;
}

function reloadEvents(handset: HistoryReads, view: ThreadState): ThreadState {
  const reading = reloadReading(handset, view);
  const gone = view.focus !== null && !eventsOf(reading.window).some(({ sequence }) => sequence === view.focus);
  if (!gone) return { ...view, ...reading };
  const place = placeWithout(view);
  return { ...place, ...reloadReading(handset, place) };
}

function threadInput(parts: BehaviourParts, before: ThreadState, input: InputEvent): Change<ThreadState> {
  const view = before.refusal === null ? before : { ...before, refusal: null };
  if (view.picker !== null) {
    const change = pickerInput(parts, view, view.picker, input);
    if (change !== null) return change;
  }
  const field = fieldAfter(view.field, input, view.focus === null);
  if (field === null) return command(parts, { ...view, picker: null }, input);
  const typing = view.focus === null ? view : toNewest(parts.handset, view);
  if (field.outcome === 'refused') return refuse({ ...typing, refusal: 'full', picker: null });
  return stay({ ...typing, field: field.composer, picker: null });
}

function command(parts: BehaviourParts, view: ThreadState, input: InputEvent): Change<ThreadState> {
  if (input.kind !== 'command') return stay(view);
  switch (input.command) {
    case 'emoji':
    case 'symbols':
      return openPicker(parts, view, input.command);
    case 'back':
      return back(parts, view);
    default:
      if (view.focus === null) return fieldCommand(parts, view, input);
      return hitInput(parts, view, input) ?? selectionInput(parts, view, input);
  }
}

/** Keys that do something other than typing while the field has the focus. */
function fieldCommand(
  parts: BehaviourParts,
  view: ThreadState,
  input: InputEvent & { kind: 'command' },
): Change<ThreadState> {
  switch (input.command) {
    case 'enter':
      return send(view);
    case 'enter-long': {
      const step = insertText(view.field, '\n');
      return step.outcome === 'refused'
        ? refuse({ ...view, refusal: 'full' })
        : stay({ ...view, field: step.composer });
    }
    case 'up':
      return stay(overLines(parts, view, input) ?? selectNewest(view) ?? view);
    case 'down':
      return stay(overLines(parts, view, input) ?? readOn(parts, view));
    case 'soft-right':
      return back(parts, view);
    default:
      return stay(view);
  }
}

function back({ handset }: BehaviourParts, view: ThreadState): Change<ThreadState> {
  return view.focus === null ? goTo(view, { kind: 'back' }) : stay(toNewest(handset, view));
}

/** The text stays in the field until the store has accepted it (see `afterOutcome`). */
function send(view: ThreadState): Change<ThreadState> {
  const taken = takeText(view.field);
  if (!taken.ok) return refuse({ ...view, refusal: 'empty' });
  return stay(view, { kind: 'send', peer: view.peer, body: taken.value.text });
}

function afterOutcome(view: ThreadState, outcome: UiOutcome): ThreadState {
  if (!('peer' in outcome) || outcome.peer !== view.peer) return view;
  if (outcome.kind === 'draftSaved') return outcome.result.ok ? { ...view, saved: outcome.draft } : view;
  if (!outcome.result.ok) return { ...view, refusal: outcome.result.error };
  // The store has the message. It removed the draft in the same transaction, so the field is emptied.
  return { ...view, field: EMPTY_COMPOSER, saved: NO_DRAFT, hold: null };
}

function openPicker(parts: BehaviourParts, view: ThreadState, kind: 'emoji' | 'symbols'): Change<ThreadState> {
  if (parts[kind].length === 0) return refuse(view);
  if (view.picker?.kind === kind) return stay({ ...view, picker: null });
  return stay({ ...toNewest(parts.handset, view), picker: { kind, focus: 0 } });
}

/** A text that could not be sent is no draft: white space alone would hide the last event in History. */
function draftIn({ field }: ThreadState): Draft {
  return takeText(field).ok ? draftOf(field) : NO_DRAFT;
}

/** The draft that the store should hold for this thread but does not yet; null when it holds it. */
function draftToSave(view: ThreadState): SaveDraft | null {
  const draft = draftIn(view);
  // A cursor that moved is no reason to write to flash.
  if (draft.text === view.saved.text) return null;
  return { kind: 'saveDraft', peer: view.peer, draft };
}

/** As `draftToSave`, when the thread is left. Then the cursor's place is saved too. */
function draftOnLeaving(view: ThreadState): SaveDraft | null {
  const draft = draftIn(view);
  if (draft.text === view.saved.text && (draft.text === '' || draft.cursor === view.saved.cursor)) return null;
  return { kind: 'saveDraft', peer: view.peer, draft };
}

function softKeys(view: ThreadState): SoftKeyRow {
  if (view.picker !== null) return [null, 'insert', 'back'];
  const empty = composerText(view.field) === '';
  if (view.focus === null) return ['options', empty ? null : 'send', empty ? 'back' : 'clear'];
  const message = selectedMessage(view);
  if (message === null) return [null, null, 'back'];
  if (view.found !== null) return ['options', 'stay', 'back'];
  return ['options', canResend(message) ? 'resend' : null, 'back'];
}
