import type { Message } from '../../../domain/history/message.ts';
import { messageEvent } from '../../../domain/history/event.ts';
import { lay, stay, type Change } from '../../behaviour/change.ts';
import type { HistoryReads } from '../../behaviour/behaviour.ts';
import { canCancel, canEdit, canResend } from '../../behaviour/message-actions.ts';
import { chosenForPeer, menuFor } from '../../behaviour/peer-choices.ts';
import { menuOf, questionOf, type Choice, type Sheet, type Subject } from '../../behaviour/sheet.ts';
import { cancel, details, editFailed, resend, selectedMessage } from './selection.ts';
import { toNewest } from './reading.ts';
import type { ThreadState } from './state.ts';

const CAN = { resend: canResend, cancel: canCancel, edit: canEdit } as const;

/** What can be done with the focused message, or, from the field, with the peer. None under a picker. */
export function threadMenu(view: ThreadState): Sheet | null {
  if (view.picker !== null) return null;
  const message = selectedMessage(view);
  if (message === null || view.focus === null) return menuFor(view, ['newest', 'contact']);
  const own = (['resend', 'cancel', 'edit'] as const).filter((choice) => CAN[choice](message));
  const gone: readonly Choice[] = isUnfinished(message) ? [] : ['delete'];
  const [first = 'details', ...others]: readonly Choice[] = [...own, 'details', 'newest', ...gone];
  return menuOf(subjectOf(message), [first, ...others]);
}

export function chosenInThread(handset: HistoryReads, view: ThreadState, choice: Choice): Change<ThreadState> {
  switch (choice) {
    case 'newest':
      return stay(toNewest(handset, view));
    case 'delete':
      return deletion(view);
    case 'deleteNow':
      // The focus goes to the field when the message is gone.
      return view.focus === null ? stay(view) : stay(view, { kind: 'deleteEvent', sequence: view.focus });
    case 'details':
      return details(view);
    case 'resend':
      return resend(view);
    case 'cancel':
      return cancel(view);
    case 'edit':
      return editFailed(handset, view);
    default:
      return chosenForPeer(view, view, choice, { kind: 'back' }) ?? stay(view);
  }
}

function deletion(view: ThreadState): Change<ThreadState> {
  const message = selectedMessage(view);
  if (message === null) return stay(view);
  return lay(view, questionOf('deleteMessage', subjectOf(message), ['keep', 'deleteNow']));
}

function subjectOf(message: Message): Subject {
  return { kind: 'message', sequence: message.sequence, atMs: messageEvent(message).atMs };
}

function isUnfinished(message: Message): boolean {
  return message.direction === 'outgoing' && (message.status === 'sending' || message.status === 'waiting');
}
