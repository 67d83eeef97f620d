import type { Command } from '../../../domain/input/input-event.ts';
import type { Behaviour, HandsetReads } from '../../behaviour/behaviour.ts';
import { goTo, refuse, stay, type Change } from '../../behaviour/change.ts';
import { menuOf } from '../../behaviour/sheet.ts';
import type { UnsentMessage, UnsentState } from './state.ts';

/** More are not listed: whoever has so many sees the newest, and the others as these go. */
const MOST_LISTED = 100;

/** What was not sent, and what waits. Each leads to its place in its thread, where it is seen and can be sent again. */
export const unsentBehaviour: Behaviour<'unsent'> = {
  open: ({ handset }) => ({ kind: 'unsent', messages: read(handset), focus: 0, outOfOrder: false }),
  input: (_parts, view, input) => (input.kind === 'command' ? command(view, input.command) : stay(view)),
  reload: (handset, view, because) => (because.length === 0 ? ordered(handset, view) : refreshed(handset, view)),
  order: { waits: ({ outOfOrder }) => outOfOrder, restored: ordered },
  touchedBy: (_view, { kind }) => kind === 'eventChanged' || kind === 'contactsChanged',
  softKeys: ({ messages }) => (messages.length === 0 ? [null, null, 'back'] : ['options', 'open', 'back']),
  menu: (view) => {
    const row = view.messages[view.focus];
    return row === undefined
      ? null
      : menuOf({ kind: 'peer', peer: row.message.peer, name: row.name }, ['write', 'contact']);
  },
  choose: (_parts, view, choice) => {
    const peer = view.messages[view.focus]?.message.peer;
    if (peer === undefined) return stay(view);
    return goTo(view, choice === 'contact' ? { kind: 'contact', peer } : { kind: 'thread', peer, focus: 'field' });
  },
};

/** The focus stays with its message; when that is sent, it stays at the same place. */
function ordered(handset: HandsetReads, view: UnsentState): UnsentState {
  const messages = read(handset);
  const same = indexOf(messages, view.messages[view.focus]);
  const focus = same === -1 ? Math.min(view.focus, Math.max(0, messages.length - 1)) : same;
  return { ...view, messages, focus, outOfOrder: false };
}

/** A message that was sent meanwhile leaves its row, so that Enter opens no other thread. What is new waits as well. */
function refreshed(handset: HandsetReads, view: UnsentState): UnsentState {
  const now = read(handset);
  const messages = view.messages.map((row) => now[indexOf(now, row)] ?? row);
  const same = messages.length === now.length && messages.every((row, index) => row === now[index]);
  return { ...view, messages, outOfOrder: !same };
}

function indexOf(messages: readonly UnsentMessage[], row: UnsentMessage | undefined): number {
  return messages.findIndex(({ message }) => message.sequence === row?.message.sequence);
}

function read(handset: HandsetReads): readonly UnsentMessage[] {
  return handset
    .unsent()
    .slice(0, MOST_LISTED)
    .map((message) => ({ message, name: handset.contact(message.peer)?.name ?? null }));
}

function command(view: UnsentState, key: Command): Change<UnsentState> {
  switch (key) {
    case 'up':
      return stay({ ...view, focus: Math.max(0, view.focus - 1) });
    case 'down':
      return stay({ ...view, focus: Math.min(Math.max(0, view.messages.length - 1), view.focus + 1) });
    case 'enter': {
      const message = view.messages[view.focus]?.message;
      return message === undefined
        ? refuse(view)
        : goTo(view, { kind: 'thread', peer: message.peer, focus: message.sequence });
    }
    case 'back':
    case 'soft-right':
      return goTo(view, { kind: 'back' });
    default:
      return stay(view);
  }
}
