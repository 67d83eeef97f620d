import type { Contact } from '../domain/contact.ts';
import type { PeerAddress } from '../domain/peer-address.ts';
import type { Result } from '../domain/result.ts';
import type { StoreFailure } from './message-store.ts';

export interface ContactStore {
  /**
   * Sorted by name (locale-aware). `filter` is a case-insensitive part of the name or of the address's user part (or
   * `user@domain` with the `@` in it), '' for all.
   */
  contacts(filter: string): readonly Contact[];
  contact(address: PeerAddress): Contact | null;
  /** Adds or replaces. A 5,001st throws RangeError: whoever imports counts first. */
  saveContact(contact: Contact): Result<void, StoreFailure>;
}
