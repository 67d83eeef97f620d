import type { Contact } from '../../../src/domain/contact.ts';
import type { PeerAddress } from '../../../src/domain/peer-address.ts';
import type { Result } from '../../../src/domain/result.ts';
import type { ContactStore } from '../../../src/ports/store/contact-store.ts';
import type { StoreFailure } from '../../../src/ports/store/message-store.ts';
import { assertRoomForContact } from '../../../src/store/database/bounds.ts';
import { contactMatches, sortedContacts } from '../../../src/store/handset/contact-order.ts';
import { MemoryTables } from './memory-tables.ts';
import { searchText } from '../../../src/store/history/search/search-text.ts';

export class MemoryContactStore implements ContactStore {
  readonly #tables: MemoryTables;

  constructor(tables: MemoryTables = new MemoryTables()) {
    this.#tables = tables;
  }

  contacts(filter: string): readonly Contact[] {
    this.#tables.assertReadable();
    const wanted = searchText(filter);
    return sortedContacts([...this.#tables.contacts.values()].filter((contact) => contactMatches(contact, wanted)));
  }

  contact(address: PeerAddress): Contact | null {
    this.#tables.assertReadable();
    return this.#tables.contacts.get(address) ?? null;
  }

  saveContact(contact: Contact): Result<void, StoreFailure> {
    return this.#tables.write(() => {
      if (!this.#tables.contacts.has(contact.address)) assertRoomForContact(this.#tables.contacts.size);
      const { address, name, favourite } = contact;
      this.#tables.contacts.set(address, { address, name, favourite });
    });
  }
}
