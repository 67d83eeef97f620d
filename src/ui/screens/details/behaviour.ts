import { messageOf } from '../../../domain/history/event.ts';
import type { Sequence } from '../../../domain/history/message.ts';
import type { InputEvent } from '../../../domain/input/input-event.ts';
import type { Behaviour, BehaviourParts, HistoryReads, Overflow } from '../../behaviour/behaviour.ts';
import { goTo, refuse, stay, type Change } from '../../behaviour/change.ts';
import { canEdit, canResend } from '../../behaviour/message-actions.ts';
import type { DetailsState } from './state.ts';

/** The height of two lines of small text. */
const SCROLL_STEP_PX = 32;

export const detailsBehaviour: Behaviour<'details'> = {
  open: ({ handset }, { sequence }) => ({
    kind: 'details',
    sequence,
    ...read(handset, sequence),
    scrollPx: 0,
    refusal: null,
  }),
  input: detailsInput,
  reload: (handset, view) => ({ ...view, ...read(handset, view.sequence) }),
  touchedBy: ({ message }, news) => news.kind === 'eventChanged' && (message === null || news.peer === message.peer),
  softKeys: ({ message }) => [canEdit(message) ? 'edit' : null, canResend(message) ? 'resend' : null, 'back'],
  refused: (view, refusal) => ({ ...view, refusal }),
};

function read(handset: HistoryReads, sequence: Sequence): Pick<DetailsState, 'message' | 'steps'> {
  return { message: messageOf(handset.event(sequence)), steps: handset.steps(sequence) };
}

function detailsInput(parts: BehaviourParts, before: DetailsState, input: InputEvent): Change<DetailsState> {
  if (input.kind !== 'command') return stay(before);
  const view = before.refusal === null ? before : { ...before, refusal: null };
  switch (input.command) {
    case 'up':
    case 'down':
      return stay({ ...view, scrollPx: scrolled(view.scrollPx, input.command, parts.overflow) });
    case 'enter':
      return resend(view);
    case 'left':
      return canEdit(view.message) ? edit(view) : goTo(view, { kind: 'back' });
    case 'soft-left':
      return canEdit(view.message) ? edit(view) : stay(view);
    case 'back':
    case 'soft-right':
      return goTo(view, { kind: 'back' });
    default:
      return stay(view);
  }
}

function scrolled(scrollPx: number, key: 'up' | 'down', overflow: Overflow): number {
  return key === 'up'
    ? Math.max(0, scrollPx - Math.min(SCROLL_STEP_PX, overflow.abovePx))
    : scrollPx + Math.min(SCROLL_STEP_PX, Math.max(0, overflow.belowPx));
}

function edit(view: DetailsState): Change<DetailsState> {
  return goTo(view, { kind: 'back', answer: { kind: 'edit', sequence: view.sequence } });
}

function resend(view: DetailsState): Change<DetailsState> {
  const { message } = view;
  return message?.direction === 'outgoing' && canResend(message)
    ? stay(view, { kind: 'resend', id: message.id })
    : refuse(view);
}
