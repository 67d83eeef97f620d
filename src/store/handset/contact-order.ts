import type { Contact } from '../../domain/contact.ts';
import { addressMatches, searchText } from '../history/search/search-text.ts';

/** By name, locale-aware; contacts with equal names by address. */
export function sortedContacts(contacts: readonly Contact[]): readonly Contact[] {
  // The root collation sorts every script sensibly, and does not depend on the locale of the environment. It is made
  // here and not when the handset starts, since Intl then costs milliseconds before the first frame.
  const byName = new Intl.Collator('und', { sensitivity: 'variant' });
  return contacts.toSorted(
    (left, right) => byName.compare(left.name, right.name) || (left.address < right.address ? -1 : 1),
  );
}

/** Whether the filter, already in search form, is part of the name or finds the address. */
export function contactMatches(contact: Contact, filter: string): boolean {
  return searchText(contact.name).includes(filter) || addressMatches(contact.address, filter);
}
