import { messageEvent } from '../../../domain/history/event.ts';
import { goTo, stay, type Change } from '../../behaviour/change.ts';
import type { HistoryReads } from '../../behaviour/behaviour.ts';
import { canCancel, canEdit, canResend } from '../../behaviour/message-actions.ts';
import { menuOf, type Choice, type Sheet } from '../../behaviour/sheet.ts';
import { cancel, details, editFailed, resend, selectedMessage } from './selection.ts';
import { toNewest } from './reading.ts';
import type { ThreadState } from './state.ts';

const CAN = { resend: canResend, cancel: canCancel, edit: canEdit } as const;

/** What can be done with the focused message, or, from the field, with the peer. None under a picker. */
export function threadMenu(view: ThreadState): Sheet | null {
  if (view.picker !== null) return null;
  const message = selectedMessage(view);
  if (message === null || view.focus === null)
    return menuOf({ kind: 'peer', peer: view.peer, name: view.name }, ['newest', 'contact']);
  const own = (['resend', 'cancel', 'edit'] as const).filter((choice) => CAN[choice](message));
  const subject = { kind: 'message', atMs: messageEvent(message).atMs } as const;
  const [first = 'details', ...others]: readonly Choice[] = own;
  return menuOf(subject, own.length === 0 ? ['details', 'newest'] : [first, ...others, 'details', 'newest']);
}

export function chosenInThread(handset: HistoryReads, view: ThreadState, choice: Choice): Change<ThreadState> {
  switch (choice) {
    case 'newest':
      return stay(toNewest(handset, view));
    case 'contact':
      return goTo(view, { kind: 'contact', peer: view.peer });
    case 'details':
      return details(view);
    case 'resend':
      return resend(view);
    case 'cancel':
      return cancel(view);
    case 'edit':
      return editFailed(handset, view);
    default:
      return stay(view);
  }
}
