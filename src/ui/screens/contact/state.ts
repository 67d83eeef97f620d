import type { Contact } from '../../../domain/contact.ts';
import type { PeerAddress } from '../../../domain/peer-address.ts';

export interface ContactState {
  readonly kind: 'contact';
  readonly peer: PeerAddress;
  /** Null when the peer is not in Contacts. */
  readonly contact: Contact | null;
  readonly blocked: boolean;
  readonly focus: number;
}

declare module '../../behaviour/view-kinds.ts' {
  interface Views {
    readonly contact: { readonly state: ContactState; readonly opening: { readonly peer: PeerAddress } };
  }
}
