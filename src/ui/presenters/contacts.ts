import { CONTACT_TABS, type ContactsState, type ContactTab, type Person } from '../navigator/state.ts';
import { initials, plainAddress } from '../phrases/peer-words.ts';
import type { ContactsModel, PersonRowModel } from './models.ts';
import { presentList } from './person-list.ts';
import type { PresentContext } from './present-context.ts';

const EMPTY = {
  all: 'contacts.empty',
  known: 'contacts.noneKnown',
  favourites: 'contacts.noFavourites',
} as const satisfies Record<ContactTab, string>;

export function presentContacts(context: PresentContext, view: ContactsState): ContactsModel {
  const { strings } = context;
  const empty =
    view.filter === '' ? strings.text(EMPTY[view.tab]) : strings.text('history.nothingFound', { filter: view.filter });
  return {
    kind: 'contacts',
    tabs: CONTACT_TABS.map((tab) => ({ text: strings.text(`contacts.${tab}`), current: tab === view.tab })),
    filter: view.filter,
    list: presentList(view.list, (person) => presentPerson(context, person), empty),
  };
}

function presentPerson({ strings, times, now }: PresentContext, person: Person): PersonRowModel {
  const address = plainAddress(person.peer);
  const second =
    person.lastAtMs === null
      ? address
      : strings.text('contacts.lastEvent', { time: times.short(person.lastAtMs, now.wallMs) });
  return {
    key: person.peer,
    initials: initials(person.name),
    name: person.name ?? address,
    preview: { icon: null, tone: 'quiet', text: second },
    time: '',
    unread: 0,
    starred: person.favourite,
  };
}
