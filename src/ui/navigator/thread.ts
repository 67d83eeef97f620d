import { composerOf, draftOf, EMPTY_COMPOSER, insertText, takeText } from '../../domain/text/composer.ts';
import type { InputEvent } from '../../domain/input/input-event.ts';
import type { Message, Sequence } from '../../domain/history/message.ts';
import type { PeerAddress } from '../../domain/peer-address.ts';
import type { Draft } from '../../domain/text/draft.ts';
import { goTo, refuse, stay, type Change, type ThreadFocus } from './change.ts';
import { fieldAfter } from './field-keys.ts';
import { pickerInput } from './picker.ts';
import type { HandsetQueries, ThreadState, UiCommand, UiContext } from './state.ts';
import { selectFound, selectionInput, selectNewest, toField } from './thread-selection.ts';
import { messagesOf, openWindow, reloadWindow, showsNewest } from './thread-window.ts';

export const NO_DRAFT: Draft = { text: '', cursor: 0 };

/** Opens a thread, with the draft that was left there. `unsaved` is a draft that the store has not taken yet. */
export function openThread(
  handset: HandsetQueries,
  peer: PeerAddress,
  focus: ThreadFocus,
  unsaved: Draft | undefined,
): ThreadState {
  const saved = handset.draft(peer) ?? NO_DRAFT;
  const opened: ThreadState = {
    kind: 'thread',
    peer,
    field: composerOf(unsaved ?? saved),
    saved,
    focus: null,
    anchor: 'bottom',
    scrollPx: 0,
    window: openWindow(handset, peer),
    markedThrough: 0,
    refusal: null,
    picker: null,
  };
  if (focus === 'field') return opened;
  return (focus === 'lastMessage' ? selectNewest(opened) : selectFound(handset, opened, focus)) ?? opened;
}

export function reloadThread(handset: HandsetQueries, view: ThreadState): ThreadState {
  const window = reloadWindow(handset, view.peer, view.window, view.focus);
  const gone = view.focus !== null && !messagesOf(window).some(({ sequence }) => sequence === view.focus);
  return { ...view, window, focus: gone ? null : view.focus };
}

export function threadInput(context: UiContext, before: ThreadState, input: InputEvent): Change<ThreadState> {
  if (input.kind === 'mode') return stay(before);
  const view = before.refusal === null ? before : { ...before, refusal: null };
  if (view.picker !== null) {
    const change = pickerInput(context, view, view.picker, input);
    if (change !== null) return change;
  }
  const field = fieldAfter(view.field, input, view.focus === null);
  if (field === null) return command(context, { ...view, picker: null }, input);
  const typing = view.focus === null ? view : toField(context.handset, view);
  if (field.outcome === 'refused') return refuse({ ...typing, refusal: 'full', picker: null });
  return stay({ ...typing, field: field.composer, picker: null });
}

function command(context: UiContext, view: ThreadState, input: InputEvent): Change<ThreadState> {
  if (input.kind !== 'command') return stay(view);
  switch (input.command) {
    case 'emoji':
    case 'symbols':
      return openPicker(context, view, input.command);
    case 'back':
      return back(context, view);
    default:
      return view.focus === null ? fieldCommand(context, view, input) : selectionInput(context, view, input);
  }
}

/** The keys that are not for the text itself while the field has the focus. */
function fieldCommand(
  context: UiContext,
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
      return stay(selectNewest(view) ?? view);
    case 'menu':
    case 'soft-left':
      return goTo(view, { kind: 'contact', peer: view.peer });
    case 'soft-right':
      return back(context, view);
    default:
      return stay(view);
  }
}

function back({ handset }: UiContext, view: ThreadState): Change<ThreadState> {
  return view.focus === null ? goTo(view, { kind: 'back' }) : stay(toField(handset, view));
}

/** The text stays in the field until the store says that it is kept (see `threadSent`). */
function send(view: ThreadState): Change<ThreadState> {
  const taken = takeText(view.field);
  if (!taken.ok) return refuse({ ...view, refusal: 'empty' });
  return stay(view, { kind: 'send', peer: view.peer, body: taken.value.text });
}

/** The store has the message: the field is empty, and so is the draft, which went in the same transaction. */
export function threadSent(handset: HandsetQueries, view: ThreadState): ThreadState {
  return reloadThread(handset, { ...view, field: EMPTY_COMPOSER, saved: NO_DRAFT });
}

function openPicker(context: UiContext, view: ThreadState, kind: 'emoji' | 'symbols'): Change<ThreadState> {
  if (context[kind].length === 0) return refuse(view);
  if (view.picker?.kind === kind) return stay({ ...view, picker: null });
  return stay({ ...toField(context.handset, view), picker: { kind, focus: 0 } });
}

/** What could not be sent is no draft: white space alone would hide the last message in History. */
function draftIn({ field }: ThreadState): Draft {
  return takeText(field).ok ? draftOf(field) : NO_DRAFT;
}

/** What the store should hold for this thread and does not yet; null when it does. */
export function draftToSave(view: ThreadState): UiCommand | null {
  const draft = draftIn(view);
  // The cursor alone is no reason to write to flash.
  if (draft.text === view.saved.text) return null;
  return { kind: 'saveDraft', peer: view.peer, draft };
}

/** As `draftToSave`, on leaving: then the cursor's place is kept too. */
export function draftOnLeaving(view: ThreadState): UiCommand | null {
  const draft = draftIn(view);
  if (draft.text === view.saved.text && (draft.text === '' || draft.cursor === view.saved.cursor)) return null;
  return { kind: 'saveDraft', peer: view.peer, draft };
}

/** Reading: what is on the screen while the newest messages are. Null when there is nothing new to mark. */
export function toMarkRead(view: ThreadState): { readonly view: ThreadState; readonly command: UiCommand } | null {
  if (!showsNewest(view.window)) return null;
  const through = newestUnread(messagesOf(view.window));
  if (through === null || through <= view.markedThrough) return null;
  return { view: { ...view, markedThrough: through }, command: { kind: 'markRead', peer: view.peer, through } };
}

function newestUnread(messages: readonly Message[]): Sequence | null {
  return messages.findLast((message) => message.direction === 'incoming' && !message.read)?.sequence ?? null;
}
