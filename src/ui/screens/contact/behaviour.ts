import type { Command } from '../../../domain/input/input-event.ts';
import type { Behaviour, ContactReads } from '../../behaviour/behaviour.ts';
import { goTo, stay, type Change } from '../../behaviour/change.ts';
import { menuOf } from '../../behaviour/sheet.ts';
import type { ContactState } from './state.ts';

export type ContactItem = 'write' | 'thread' | 'favourite';

/** What can be done with a peer now. A peer that is not in Contacts cannot be a favourite. */
export function contactItems({ contact }: ContactState): readonly ContactItem[] {
  return contact === null ? ['write', 'thread'] : ['write', 'thread', 'favourite'];
}

export const contactBehaviour: Behaviour<'contact'> = {
  open: ({ handset }, { peer }) => ({ kind: 'contact', peer, contact: handset.contact(peer), focus: 0 }),
  input: (_parts, view, input) => (input.kind === 'command' ? command(view, input.command) : stay(view)),
  reload: reloadContact,
  touchedBy: (_view, { kind }) => kind === 'contactsChanged',
  menu: ({ peer, contact }) => menuOf({ kind: 'peer', peer, name: contact?.name ?? null }, ['write']),
  choose: (_parts, view) => choose(view, 'write'),
  softKeys: (view) => [null, contactItems(view)[view.focus] === 'favourite' ? 'change' : 'open', 'back'],
};

function reloadContact(handset: ContactReads, view: ContactState): ContactState {
  const now = { ...view, contact: handset.contact(view.peer) };
  return { ...now, focus: Math.min(view.focus, contactItems(now).length - 1) };
}

function command(view: ContactState, key: Command): Change<ContactState> {
  const items = contactItems(view);
  switch (key) {
    case 'up':
      return stay({ ...view, focus: Math.max(0, view.focus - 1) });
    case 'down':
      return stay({ ...view, focus: Math.min(items.length - 1, view.focus + 1) });
    case 'enter':
      return choose(view, items[view.focus] ?? 'write');
    case 'right':
      return items[view.focus] === 'favourite' ? stay(view) : choose(view, items[view.focus] ?? 'write');
    case 'back':
    case 'left':
    case 'soft-right':
      return goTo(view, { kind: 'back' });
    default:
      return stay(view);
  }
}

function choose(view: ContactState, item: ContactItem): Change<ContactState> {
  const { peer, contact } = view;
  switch (item) {
    case 'write':
      return goTo(view, { kind: 'thread', peer, focus: 'field' });
    case 'thread':
      return goTo(view, { kind: 'thread', peer, focus: 'lastEvent' });
    case 'favourite':
      return stay(view, { kind: 'setFavourite', peer, favourite: contact?.favourite !== true });
  }
}
