import type { PeerAddress } from '../../domain/peer-address.ts';

/** No account may have this name: what comes from it was written by the relay itself. */
const RELAY_USER = 'relay';

/** The relay's own address in the domain that it serves. */
export function relayAddress(sipDomain: string): PeerAddress {
  return `sip:${RELAY_USER}@${sipDomain}` as PeerAddress;
}
