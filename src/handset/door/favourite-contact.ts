import type { Contact } from '../../domain/contact.ts';
import { graphemes } from '../../domain/text/graphemes.ts';
import { peerUser, type PeerAddress } from '../../domain/peer-address.ts';

const MAX_NAME_GRAPHEMES = 64;

/**
 * The contact, marked as favourite or not. A peer who is not a contact yet becomes one, named by the user part of the
 * address until the owner gives a name.
 */
export function favouriteContact(contact: Contact | null, address: PeerAddress, favourite: boolean): Contact {
  if (contact !== null) return { ...contact, favourite };
  return { address, name: graphemes(peerUser(address)).slice(0, MAX_NAME_GRAPHEMES).join(''), favourite };
}
