import type { Contact } from '../../domain/contact.ts';
import type { PeerAddress } from '../../domain/peer-address.ts';
import type { Result } from '../../domain/result.ts';
import type { StoreFailure } from './message-store.ts';

export interface ContactStore {
  /**
   * Contacts sorted by name (locale-aware) that match `filter`: a case-insensitive part of the name or of the address's
   * user part (of `user@domain` when the filter contains an `@`), '' for all.
   */
  contacts(filter: string): readonly Contact[];
  contact(address: PeerAddress): Contact | null;
  /** Adds or replaces a contact. Throws RangeError for one more than 5,000: an import must count first. */
  saveContact(contact: Contact): Result<void, StoreFailure>;
}
