import type { PeerAddress } from '../../../domain/peer-address.ts';
import type { EpochMs } from '../../../domain/time.ts';
import type { PeerList } from '../../behaviour/peer-list.ts';

export const CONTACT_TABS = ['all', 'known', 'favourites'] as const;
export type ContactTab = (typeof CONTACT_TABS)[number];

/** A row of Contacts: a contact, or a peer known from messages. */
export interface Person {
  readonly peer: PeerAddress;
  readonly name: string | null;
  readonly favourite: boolean;
  /** Time of the last message; null when the list does not show it. */
  readonly lastAtMs: EpochMs | null;
}

export interface ContactsState {
  readonly kind: 'contacts';
  readonly tab: ContactTab;
  readonly filter: string;
  readonly list: PeerList<Person>;
}

declare module '../../behaviour/view-kinds.ts' {
  interface Views {
    readonly contacts: { readonly state: ContactsState; readonly opening: { readonly filter: string } };
  }
}
