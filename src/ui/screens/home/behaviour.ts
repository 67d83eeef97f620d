import type { InputEvent } from '../../../domain/input/input-event.ts';
import type { Behaviour } from '../../behaviour/behaviour.ts';
import { goTo, stay, type Change } from '../../behaviour/change.ts';
import type { HomeState } from './state.ts';

export const HOME_ITEMS = ['history', 'contacts'] as const;

export const homeBehaviour: Behaviour<'home'> = {
  open: () => ({ kind: 'home', focus: 0 }),
  input: (_parts, view, input) => homeInput(view, input),
  // Typing on Home searches for a person.
  field: () => ({ kind: 'search', textBeforeCursor: '' }),
  softKeys: () => ['write', 'open', null],
};

function homeInput(view: HomeState, input: InputEvent): Change<HomeState> {
  if (input.kind === 'text')
    return input.text.trim() === '' ? stay(view) : goTo(view, { kind: 'contacts', filter: input.text });
  if (input.kind !== 'command') return stay(view);
  switch (input.command) {
    case 'up':
      return stay({ ...view, focus: Math.max(0, view.focus - 1) });
    case 'down':
      return stay({ ...view, focus: Math.min(HOME_ITEMS.length - 1, view.focus + 1) });
    case 'enter':
    case 'right':
      return open(view);
    case 'menu':
    case 'soft-left':
      return goTo(view, { kind: 'contacts', filter: '' });
    default:
      return stay(view);
  }
}

function open(view: HomeState): Change<HomeState> {
  return HOME_ITEMS[view.focus] === 'contacts'
    ? goTo(view, { kind: 'contacts', filter: '' })
    : goTo(view, { kind: 'history' });
}
