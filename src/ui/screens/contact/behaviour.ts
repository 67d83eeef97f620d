import type { Command } from '../../../domain/input/input-event.ts';
import type { Behaviour, ContactReads, PeopleReads } from '../../behaviour/behaviour.ts';
import type { PeerAddress } from '../../../domain/peer-address.ts';
import { goTo, stay, type Change } from '../../behaviour/change.ts';
import { chosenForPeer } from '../../behaviour/peer-choices.ts';
import { menuOf, type Choice } from '../../behaviour/sheet.ts';
import type { ContactState } from './state.ts';

export type ContactItem = 'write' | 'thread' | 'favourite' | 'block' | 'unblock';

/** What can be done with a peer now. A peer that is not in Contacts cannot be a favourite. */
export function contactItems({ contact, blocked }: ContactState): readonly ContactItem[] {
  const favourite: readonly ContactItem[] = contact === null ? [] : ['favourite'];
  return ['write', 'thread', ...favourite, blocked ? 'unblock' : 'block'];
}

export const contactBehaviour: Behaviour<'contact'> = {
  open: ({ handset }, { peer }) => ({ kind: 'contact', peer, ...known(handset, peer), focus: 0 }),
  input: (_parts, view, input) => (input.kind === 'command' ? command(view, input.command) : stay(view)),
  reload: reloadContact,
  touchedBy: (_view, { kind }) => kind === 'contactsChanged' || kind === 'threadsChanged',
  menu: ({ peer, contact }) => menuOf({ kind: 'peer', peer, name: contact?.name ?? null }, ['write']),
  choose: (_parts, view, choice) => chosen(view, choice),
  softKeys: (view) => [null, contactItems(view)[view.focus] === 'favourite' ? 'change' : 'open', 'back'],
};

type Reads = ContactReads & PeopleReads;

function known(handset: Reads, peer: PeerAddress): Pick<ContactState, 'contact' | 'blocked'> {
  return { contact: handset.contact(peer), blocked: handset.standing(peer) === 'blocked' };
}

function reloadContact(handset: Reads, view: ContactState): ContactState {
  const now = { ...view, ...known(handset, view.peer) };
  return { ...now, focus: Math.min(view.focus, contactItems(now).length - 1) };
}

function chosen(view: ContactState, choice: Choice): Change<ContactState> {
  const { peer, contact } = view;
  return chosenForPeer(view, { peer, name: contact?.name ?? null }, choice, null) ?? stay(view);
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
    case 'block':
    case 'unblock':
      return chosen(view, item);
  }
}
