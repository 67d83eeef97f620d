import type { Contact } from '../../domain/contact.ts';
import { addressMatches, searchText } from '../history/search/search-text.ts';

// The root collation sorts every script sensibly, and does not depend on the locale of the environment.
const BY_NAME = new Intl.Collator('und', { sensitivity: 'variant' });

/** Sorts by name, locale-aware; contacts with equal names by address. */
export function compareContacts(left: Contact, right: Contact): number {
  const byName = BY_NAME.compare(left.name, right.name);
  if (byName !== 0) return byName;
  return left.address < right.address ? -1 : left.address > right.address ? 1 : 0;
}

/** Whether the filter, already in search form, is part of the name or finds the address. */
export function contactMatches(contact: Contact, filter: string): boolean {
  return searchText(contact.name).includes(filter) || addressMatches(contact.address, filter);
}
