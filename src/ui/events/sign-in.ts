import type { SignInEvent } from '../../domain/history/event.ts';
import type { EventView } from './event-view.ts';

export const signInView: EventView<SignInEvent> = {
  row: ({ strings, times }, { sequence, atMs }) => ({
    kind: 'line',
    key: `signIn:${sequence}`,
    text: strings.text('thread.signIn', { time: times.clock(atMs) }),
  }),
};
