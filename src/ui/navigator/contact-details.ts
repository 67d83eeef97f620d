import type { Command, InputEvent } from '../../domain/input/input-event.ts';
import type { PeerAddress } from '../../domain/peer-address.ts';
import { goTo, stay, type Change } from './change.ts';
import type { ContactState, HandsetQueries } from './state.ts';

export type ContactItem = 'write' | 'thread' | 'favourite';

/** What can be done with a peer now; who is not in Contacts cannot be a favourite there. */
export function contactItems(handset: Pick<HandsetQueries, 'contact'>, peer: PeerAddress): readonly ContactItem[] {
  return handset.contact(peer) === null ? ['write', 'thread'] : ['write', 'thread', 'favourite'];
}

export function contactInput(handset: HandsetQueries, view: ContactState, input: InputEvent): Change<ContactState> {
  if (input.kind !== 'command') return stay(view);
  return command(handset, view, input.command);
}

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
