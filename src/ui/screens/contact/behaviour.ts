import type { Command } from '../../../domain/input/input-event.ts';
import type { PeerAddress } from '../../../domain/peer-address.ts';
import type { Behaviour, HandsetQueries } from '../../behaviour/behaviour.ts';
import { goTo, stay, type Change } from '../../behaviour/change.ts';
import type { ContactState } from './state.ts';

export type ContactItem = 'write' | 'thread' | 'favourite';

/** What can be done with a peer now; who is not in Contacts cannot be a favourite there. */
export function contactItems(handset: Pick<HandsetQueries, 'contact'>, peer: PeerAddress): readonly ContactItem[] {
  return handset.contact(peer) === null ? ['write', 'thread'] : ['write', 'thread', 'favourite'];
}

export const contactBehaviour: Behaviour<'contact'> = {
  open: (_parts, { peer }) => ({ kind: 'contact', peer, focus: 0 }),
  input: ({ handset }, view, input) => (input.kind === 'command' ? command(handset, view, input.command) : stay(view)),
  reload: (handset, view) => ({ ...view, focus: Math.min(view.focus, contactItems(handset, view.peer).length - 1) }),
  touchedBy: (_view, news) => news.kind === 'contactsChanged',
  softKeys: (handset, { peer, focus }) => [
    null,
    contactItems(handset, peer)[focus] === 'favourite' ? 'change' : 'open',
    'back',
  ],
};

function command(handset: HandsetQueries, view: ContactState, key: Command): Change<ContactState> {
  const items = contactItems(handset, view.peer);
  switch (key) {
    case 'up':
      return stay({ ...view, focus: Math.max(0, view.focus - 1) });
    case 'down':
      return stay({ ...view, focus: Math.min(items.length - 1, view.focus + 1) });
    case 'enter':
      return choose(handset, view, items[view.focus] ?? 'write');
    case 'right':
      return items[view.focus] === 'favourite' ? stay(view) : choose(handset, view, items[view.focus] ?? 'write');
    case 'back':
    case 'left':
    case 'soft-right':
      return goTo(view, { kind: 'back' });
    default:
      return stay(view);
  }
}

function choose(handset: HandsetQueries, view: ContactState, item: ContactItem): Change<ContactState> {
  const { peer } = view;
  switch (item) {
    case 'write':
      return goTo(view, { kind: 'thread', peer, focus: 'field' });
    case 'thread':
      return goTo(view, { kind: 'thread', peer, focus: 'lastMessage' });
    case 'favourite':
      return stay(view, { kind: 'setFavourite', peer, favourite: handset.contact(peer)?.favourite !== true });
  }
}
