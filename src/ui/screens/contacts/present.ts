import { initials, plainAddress } from '../../phrases/peer-words.ts';
import type { PersonListModel, PersonRowModel } from '../../present/models.ts';
import { presentList } from '../../present/person-list.ts';
import type { PresentParts } from '../../present/present-parts.ts';
import { CONTACT_TABS, type ContactsState, type ContactTab, type Person } from './state.ts';

export interface ContactsModel {
  readonly kind: 'contacts';
  readonly tabs: readonly { readonly text: string; readonly current: boolean }[];
  readonly filter: string;
  readonly list: PersonListModel;
}

const EMPTY = {
  all: 'contacts.empty',
  known: 'contacts.noneKnown',
  favourites: 'contacts.noFavourites',
} as const satisfies Record<ContactTab, string>;

export function presentContacts(parts: PresentParts, view: ContactsState): ContactsModel {
  const { strings } = parts;
  const empty =
    view.filter === '' ? strings.text(EMPTY[view.tab]) : strings.text('history.nothingFound', { filter: view.filter });
  return {
    kind: 'contacts',
    tabs: CONTACT_TABS.map((tab) => ({ text: strings.text(`contacts.${tab}`), current: tab === view.tab })),
    filter: view.filter,
    list: presentList(view.list, (person) => presentPerson(parts, person), empty),
  };
}

function presentPerson({ strings, times, now }: PresentParts, person: Person): PersonRowModel {
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
