import type { Contact } from '../../../domain/contact.ts';
import type { Command, InputEvent } from '../../../domain/input/input-event.ts';
import type { PeerAddress } from '../../../domain/peer-address.ts';
import type { ThreadSummary } from '../../../domain/history/thread.ts';
import type { Behaviour, ContactReads, HistoryReads } from '../../behaviour/behaviour.ts';
import { goTo, refuse, stay, type Change } from '../../behaviour/change.ts';
import { menuOf } from '../../behaviour/sheet.ts';
import { filterAfter } from '../../behaviour/filter-keys.ts';
import { focusedRow, moveFocus, openList, refreshList, reloadList, type LoadRows } from '../../behaviour/peer-list.ts';
import type { Destination } from '../../behaviour/view-kinds.ts';
import { CONTACT_TABS, type ContactsState, type ContactTab, type Person } from './state.ts';

type ContactsReads = HistoryReads & ContactReads;

export const contactsBehaviour: Behaviour<'contacts'> = {
  open: ({ handset }, { filter }) => listed(handset, 'all', filter),
  input: ({ handset }, view, input) => contactsInput(handset, view, input),
  reload: (handset, view, because) => {
    const again = because.length === 0 ? reloadList : refreshList;
    return { ...view, list: again(view.list, load(handset, view.tab, view.filter)) };
  },
  order: {
    waits: ({ list }) => list.outOfOrder,
    restored: (handset, view) => ({
      ...view,
      list: reloadList(view.list, load(handset, view.tab, view.filter)),
    }),
  },
  // The peers of KNOWN and their times follow from the messages.
  touchedBy: ({ tab }, { kind }) =>
    kind === 'contactsChanged' || (tab === 'known' && (kind === 'eventReceived' || kind === 'eventChanged')),
  softKeys: ({ list, filter }) => {
    const found = focusedRow(list) !== null;
    return [found ? 'write' : null, found ? 'open' : null, filter === '' ? 'back' : 'clear'];
  },
  field: ({ filter }) => ({ kind: 'search', textBeforeCursor: filter }),
  menu: ({ list }) => {
    const row = focusedRow(list);
    return row === null ? null : menuOf({ kind: 'peer', peer: row.peer, name: row.name }, ['write', 'contact']);
  },
  choose: (_parts, view, choice) => {
    const row = focusedRow(view.list);
    return row === null ? stay(view) : goTo(view, destination(row.peer, choice === 'write' ? 'soft-left' : 'enter'));
  },
};

function listed(handset: ContactsReads, tab: ContactTab, filter: string): ContactsState {
  return { kind: 'contacts', tab, filter, list: openList(load(handset, tab, filter)) };
}

function contactsInput(handset: ContactsReads, view: ContactsState, input: InputEvent): Change<ContactsState> {
  const filtered = filterAfter(view.filter, input);
  if (filtered === 'refused') return refuse(view);
  if (filtered !== null) return stay(listed(handset, view.tab, filtered.filter));
  return input.kind === 'command' ? command(handset, view, input.command) : stay(view);
}

function command(handset: ContactsReads, view: ContactsState, key: Command): Change<ContactsState> {
  const row = focusedRow(view.list);
  switch (key) {
    case 'up':
    case 'down': {
      const list = moveFocus(view.list, key === 'up' ? -1 : 1, load(handset, view.tab, view.filter));
      return stay(list === null ? view : { ...view, list });
    }
    case 'left':
    case 'right':
      return stay(changeTab(handset, view, key === 'left' ? -1 : 1));
    case 'enter':
    case 'soft-left':
      return row === null ? refuse(view) : goTo(view, destination(row.peer, key));
    case 'back':
    case 'soft-right':
      return goTo(view, { kind: 'back' });
    default:
      return stay(view);
  }
}

function destination(peer: PeerAddress, key: Command): Destination {
  return key === 'soft-left' ? { kind: 'thread', peer, focus: 'field' } : { kind: 'contact', peer };
}

function changeTab(handset: ContactsReads, view: ContactsState, by: 1 | -1): ContactsState {
  const tab = CONTACT_TABS[CONTACT_TABS.indexOf(view.tab) + by];
  return tab === undefined ? view : listed(handset, tab, view.filter);
}

/**
 * ALL and FAVOURITES show contacts. KNOWN shows the peers with whom anything was exchanged, in Contacts or not, latest
 * first. That is all that the handset knows for certain while the relay tells no presence.
 */
function load(handset: ContactsReads, tab: ContactTab, filter: string): LoadRows<Person> {
  if (tab === 'known') {
    return (offset, limit) =>
      handset.threads({ filter, offset, limit, standing: 'known' }).map((thread) => personOfThread(handset, thread));
  }
  let all: readonly Contact[] | null = null;
  return (offset, limit) => {
    all ??= handset.contacts(filter).filter((contact) => tab === 'all' || contact.favourite);
    return all.slice(offset, offset + limit).map(personOfContact);
  };
}

function personOfContact({ address, name, favourite }: Contact): Person {
  return { peer: address, name, favourite, lastAtMs: null };
}

function personOfThread(handset: ContactsReads, { peer, name, last }: ThreadSummary): Person {
  return {
    peer,
    name,
    favourite: name !== null && (handset.contact(peer)?.favourite ?? false),
    lastAtMs: last.atMs,
  };
}
