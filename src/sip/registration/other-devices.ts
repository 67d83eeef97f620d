import { parsePeerAddress, peerDomain, type PeerAddress } from '../../domain/peer-address.ts';
import type { OtherDevice } from '../../ports/network/message-link.ts';
import type { HeaderList } from '../../wire/grammar/header-list.ts';
import { parseNameAddr } from '../../wire/grammar/name-addr.ts';
import { deviceMark, NOTICES_FROM_HEADER, writtenInstance } from '../../wire/message/relay-notice.ts';
import type { BindingIdentity } from './registrar-answer.ts';

/** More in one answer are not looked at: nobody has so many, and each is written down. */
const MOST_DEVICES = 16;

/**
 * Other devices that are registered for our address: a 2xx to REGISTER lists every binding (RFC 3261 §10.3 step 8). A
 * binding without an instance is another device's only where the server lists our own with its instance; else it may be
 * one that we left behind.
 */
export function otherDevicesIn(
  headers: HeaderList,
  { instanceId, contactUri }: BindingIdentity,
): readonly OtherDevice[] {
  const ours = instanceId.toLowerCase();
  const listed = headers
    .list('Contact')
    .map(parseNameAddr)
    .filter((contact) => contact !== null)
    .map((contact) => ({ contact, instance: writtenInstance(contact) }));
  const isOursNamed = listed.some(({ instance }) => instance === ours);
  const others = listed.filter(
    ({ contact, instance }) =>
      instance !== ours &&
      contact.uri !== contactUri &&
      contact.parameters.get('expires') !== '0' &&
      (instance !== '' || isOursNamed),
  );
  return [...new Set(others.map(({ contact }) => deviceMark(contact)))].slice(0, MOST_DEVICES);
}

/**
 * From where this server itself writes to owners; null for a server that does not say so. An address of another domain
 * is not believed, because this server does not speak for it.
 */
export function noticesFromIn(headers: HeaderList, own: PeerAddress): PeerAddress | null {
  const said = parseNameAddr(headers.first(NOTICES_FROM_HEADER) ?? '');
  const writer = parsePeerAddress(said?.uri ?? '');
  return writer.ok && writer.value !== own && peerDomain(writer.value) === peerDomain(own) ? writer.value : null;
}
