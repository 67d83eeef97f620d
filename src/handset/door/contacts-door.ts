import type { ContactStore } from '../../ports/store/contact-store.ts';
import type { HandsetContacts, HandsetEvent } from '../../ports/handset.ts';
import type { StoreHealth } from '../upkeep/store-health.ts';
import { favouriteContact } from './favourite-contact.ts';

interface ContactsDoorParts {
  readonly contacts: ContactStore;
  readonly health: StoreHealth;
  readonly emit: (event: HandsetEvent) => void;
}

/** The part of the screen's door for contacts. */
export function createContactsDoor({ contacts, health, emit }: ContactsDoorParts): HandsetContacts {
  return {
    contacts: (filter) => health.read(() => contacts.contacts(filter), []),
    contact: (peer) => health.read(() => contacts.contact(peer), null),
    setFavourite: (peer, favourite) => {
      const known = health.ask(() => contacts.contact(peer));
      if (!known.ok) return known;
      const saved = health.check(contacts.saveContact(favouriteContact(known.value, peer, favourite)));
      if (saved.ok) emit({ kind: 'contactsChanged' });
      return saved;
    },
  };
}
