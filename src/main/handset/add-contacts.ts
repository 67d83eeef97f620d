import type { Contact } from '../../domain/contact.ts';
import type { ContactStore } from '../../ports/store/contact-store.ts';
import type { Log } from '../../ports/system/log.ts';
import { MAX_CONTACTS } from '../../store/database/bounds.ts';

/**
 * Adds the contacts that the operator gives and the owner has not. One who is there already stays as the owner left
 * them: name, favourite and all. What does not fit, or what the store refuses, comes again at the next start.
 */
export function addContacts(given: readonly Contact[], contacts: ContactStore, log: Log): void {
  const missing = given.filter(({ address }) => contacts.contact(address) === null);
  if (missing.length === 0) return;
  const room = Math.max(0, MAX_CONTACTS - contacts.contacts('').length);
  if (missing.length > room) log.warn('contacts.no-room', { left: missing.length - room });
  for (const contact of missing.slice(0, room)) {
    const saved = contacts.saveContact(contact);
    if (saved.ok) continue;
    log.warn('contacts.not-added', { failure: saved.error });
    return;
  }
}
