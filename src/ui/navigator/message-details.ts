import type { InputEvent } from '../../domain/input/input-event.ts';
import { goTo, refuse, stay, type Change } from './change.ts';
import type { DetailsState, Overflow, UiContext } from './state.ts';
import { canEdit, canResend } from './thread-selection.ts';

/** Two lines of small text. */
const SCROLL_STEP_PX = 32;

export function detailsInput(context: UiContext, before: DetailsState, input: InputEvent): Change<DetailsState> {
  if (input.kind !== 'command') return stay(before);
  const view = before.refusal === null ? before : { ...before, refusal: null };
  switch (input.command) {
    case 'up':
    case 'down':
      return stay({ ...view, scrollPx: scrolled(view.scrollPx, input.command, context.overflow) });
    case 'enter':
      return resend(context, view);
    case 'left':
      return mayEdit(context, view) ? edit(view) : goTo(view, { kind: 'back' });
    case 'soft-left':
      return mayEdit(context, view) ? edit(view) : stay(view);
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

function mayEdit({ handset }: UiContext, view: DetailsState): boolean {
  return canEdit(handset.message(view.sequence));
}

function edit(view: DetailsState): Change<DetailsState> {
  return goTo(view, { kind: 'edit', sequence: view.sequence });
}

function resend({ handset }: UiContext, view: DetailsState): Change<DetailsState> {
  const message = handset.message(view.sequence);
  return message?.direction === 'outgoing' && canResend(message)
    ? stay(view, { kind: 'resend', id: message.id })
    : refuse(view);
}
