import type { InputEvent } from '../../../domain/input/input-event.ts';
import type { Behaviour, BehaviourParts, Overflow } from '../../behaviour/behaviour.ts';
import { goTo, refuse, stay, type Change } from '../../behaviour/change.ts';
import { canEdit, canResend } from '../../behaviour/message-actions.ts';
import type { DetailsState } from './state.ts';

/** Two lines of small text. */
const SCROLL_STEP_PX = 32;

export const detailsBehaviour: Behaviour<'details'> = {
  open: (_parts, { sequence }) => ({ kind: 'details', sequence, scrollPx: 0, refusal: null }),
  input: detailsInput,
  softKeys: (handset, { sequence }) => {
    const message = handset.message(sequence);
    return [canEdit(message) ? 'edit' : null, canResend(message) ? 'resend' : null, 'back'];
  },
  refused: (view, refusal) => ({ ...view, refusal }),
};

function detailsInput(parts: BehaviourParts, before: DetailsState, input: InputEvent): Change<DetailsState> {
  if (input.kind !== 'command') return stay(before);
  const view = before.refusal === null ? before : { ...before, refusal: null };
  switch (input.command) {
    case 'up':
    case 'down':
      return stay({ ...view, scrollPx: scrolled(view.scrollPx, input.command, parts.overflow) });
    case 'enter':
      return resend(parts, view);
    case 'left':
      return mayEdit(parts, view) ? edit(view) : goTo(view, { kind: 'back' });
    case 'soft-left':
      return mayEdit(parts, view) ? edit(view) : stay(view);
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

function mayEdit({ handset }: BehaviourParts, view: DetailsState): boolean {
  return canEdit(handset.message(view.sequence));
}

function edit(view: DetailsState): Change<DetailsState> {
  return goTo(view, { kind: 'back', answer: { kind: 'edit', sequence: view.sequence } });
}

function resend({ handset }: BehaviourParts, view: DetailsState): Change<DetailsState> {
  const message = handset.message(view.sequence);
  return message?.direction === 'outgoing' && canResend(message)
    ? stay(view, { kind: 'resend', id: message.id })
    : refuse(view);
}
