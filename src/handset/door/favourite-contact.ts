import type { Contact } from '../../domain/contact.ts';
import { graphemes } from '../../domain/text/graphemes.ts';
import { peerUser, type PeerAddress } from '../../domain/peer-address.ts';

const MAX_NAME_GRAPHEMES = 64;

/** The contact with its new mark. A peer who is none yet becomes one, under the user part of the address until the owner names them. */
export function favouriteContact(contact: Contact | null, address: PeerAddress, favourite: boolean): Contact {
  if (contact !== null) return { ...contact, favourite };
  return { address, name: graphemes(peerUser(address)).slice(0, MAX_NAME_GRAPHEMES).join(''), favourite };
}
