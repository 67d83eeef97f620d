import { composerOf, composerText } from '../../../domain/text/composer.ts';
import type { InputEvent } from '../../../domain/input/input-event.ts';
import { messageOf, type PeerEvent } from '../../../domain/history/event.ts';
import type { Message, Sequence } from '../../../domain/history/message.ts';
import type { BehaviourParts, HistoryReads } from '../../behaviour/behaviour.ts';
import { goTo, refuse, stay, type Change } from '../../behaviour/change.ts';
import { canCancel, canEdit, canResend } from '../../behaviour/message-actions.ts';
import { SCROLL_STEP_PX, toNewest } from './reading.ts';
import type { ThreadState } from './state.ts';
import { eventsOf, growNewer, growOlder, showsNewest, windowTowards } from './window.ts';

/** The focused message; null when the field has the focus, or an event of another kind. */
export function selectedMessage(view: ThreadState): Message | null {
  return messageOf(eventsOf(view.window).find(({ sequence }) => sequence === view.focus) ?? null);
}

/** Moves the focus to the newest event of the peer that is in sight; null in a thread without one. */
export function selectNewest(view: ThreadState): ThreadState | null {
  const inSight = view.hold === null ? undefined : view.sight?.through;
  const events = eventsOf(view.window);
  const newest = events.find(({ sequence }) => sequence === inSight) ?? events.at(-1);
  return newest === undefined ? null : { ...view, focus: newest.sequence, anchor: 'bottom', scrollPx: 0, hold: null };
}

/** Moves the focus to an event that a search found; null when it is too far back to be reached in one step. */
export function selectFound(handset: HistoryReads, view: ThreadState, found: Sequence): ThreadState | null {
  const window = windowTowards(handset, view.peer, found);
  const reached = eventsOf(window).some(({ sequence }) => sequence === found);
  return reached ? { ...view, window, focus: found, anchor: 'top', scrollPx: 0, hold: null } : null;
}

/** Keys while an event has the focus. */
export function selectionInput(
  parts: BehaviourParts,
  view: ThreadState,
  input: InputEvent & { kind: 'command' },
): Change<ThreadState> {
  switch (input.command) {
    case 'up':
      return stay(moveUp(parts, view));
    case 'down':
      return stay(moveDown(parts, view));
    case 'enter':
      return resend(view);
    case 'left':
      return editFailed(parts.handset, view);
    case 'right':
      return details(view);
    case 'soft-right':
      return stay(toNewest(parts.handset, view));
    default:
      return stay(view);
  }
}

export function resend(view: ThreadState): Change<ThreadState> {
  const message = selectedMessage(view);
  return message?.direction === 'outgoing' && canResend(message)
    ? stay(view, { kind: 'resend', id: message.id })
    : refuse(view);
}

export function cancel(view: ThreadState): Change<ThreadState> {
  const message = selectedMessage(view);
  return message?.direction === 'outgoing' && canCancel(message)
    ? stay(view, { kind: 'cancel', id: message.id })
    : refuse(view);
}

/** Puts the text of a failed message into the field, to be sent as a new one. The field must have room for it. */
export function editFailed(handset: HistoryReads, view: ThreadState): Change<ThreadState> {
  const message = selectedMessage(view);
  if (message === null || !canEdit(message)) return refuse(view);
  if (composerText(view.field).trim() !== '') return refuse({ ...view, refusal: 'draftKept' });
  const field = composerOf({ text: message.body, cursor: Number.MAX_SAFE_INTEGER });
  return stay({ ...toNewest(handset, view), field });
}

export function details(view: ThreadState): Change<ThreadState> {
  const message = selectedMessage(view);
  return message === null ? refuse(view) : goTo(view, { kind: 'details', sequence: message.sequence });
}

function moveUp({ handset, overflow }: BehaviourParts, view: ThreadState): ThreadState {
  if (overflow.abovePx > 0) return scroll(view, 'top', Math.min(SCROLL_STEP_PX, overflow.abovePx));
  const window = needsOlder(view) ? growOlder(handset, view.peer, view.window) : view.window;
  const previous = neighbour(window, view, -1);
  return previous === null
    ? { ...view, window }
    : { ...view, window, focus: previous.sequence, anchor: 'bottom', scrollPx: 0 };
}

function moveDown({ handset, overflow }: BehaviourParts, view: ThreadState): ThreadState {
  if (overflow.belowPx > 0) return scroll(view, 'bottom', Math.min(SCROLL_STEP_PX, overflow.belowPx));
  const atEnd = neighbour(view.window, view, 1) === null;
  const window = atEnd && !showsNewest(view.window) ? growNewer(handset, view.peer, view.window) : view.window;
  const next = neighbour(window, view, 1);
  return next === null
    ? toNewest(handset, { ...view, window })
    : { ...view, window, focus: next.sequence, anchor: 'top', scrollPx: 0 };
}

/** Scrolls away from the edge by which the event was entered, or back to it. */
function scroll(view: ThreadState, towards: 'top' | 'bottom', byPx: number): ThreadState {
  const scrollPx = view.anchor === towards ? Math.max(0, view.scrollPx - byPx) : view.scrollPx + byPx;
  return { ...view, scrollPx };
}

function needsOlder(view: ThreadState): boolean {
  return !view.window.reachedOldest && eventsOf(view.window)[0]?.sequence === view.focus;
}

function neighbour(window: ThreadState['window'], view: ThreadState, by: 1 | -1): PeerEvent | null {
  const events = eventsOf(window);
  const index = events.findIndex(({ sequence }) => sequence === view.focus);
  return index === -1 ? null : (events[index + by] ?? null);
}
