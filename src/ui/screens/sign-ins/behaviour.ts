import type { Command } from '../../../domain/input/input-event.ts';
import type { Behaviour } from '../../behaviour/behaviour.ts';
import { goTo, stay, type Change } from '../../behaviour/change.ts';
import type { SignInsState } from './state.ts';

/** Other devices that signed in to the account, and what it means. Looking at it is all that can be done here. */
export const signInsBehaviour: Behaviour<'signIns'> = {
  open: ({ handset }) => ({ kind: 'signIns', events: handset.signIns(), focus: 0 }),
  input: (_parts, view, input) => (input.kind === 'command' ? command(view, input.command) : stay(view)),
  // What is new stands at the top, in sight.
  reload: (handset, view) => {
    const events = handset.signIns();
    return { ...view, events, focus: events[0]?.sequence === view.events[0]?.sequence ? view.focus : 0 };
  },
  touchedBy: (_view, { kind }) => kind === 'signInsChanged',
  tells: (_view, what) => what === 'signIn',
  seen: (_handset, view, { through }) => {
    const isNews = view.events.some(({ unread, sequence }) => unread && sequence <= through);
    return isNews ? stay(view, { kind: 'signInsSeen', through }) : stay(view);
  },
  softKeys: () => [null, null, 'back'],
};

function command(view: SignInsState, key: Command): Change<SignInsState> {
  switch (key) {
    case 'up':
      return stay({ ...view, focus: Math.max(0, view.focus - 1) });
    case 'down':
      return stay({ ...view, focus: Math.min(Math.max(0, view.events.length - 1), view.focus + 1) });
    case 'back':
    case 'enter':
    case 'soft-right':
      return goTo(view, { kind: 'back' });
    default:
      return stay(view);
  }
}
