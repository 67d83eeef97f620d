import { parseIpAddress } from '../../domain/ip-address.ts';
import { bits, boolean, integer, objectId, octets, sequence, taggedBytes, toDer, type Asn1 } from './der.ts';

/** The names of a server. All three kinds are written into the subjectAltName. */
export interface ServerNames {
  /** The SIP domain that it serves, as `URI:sip:domain` (RFC 5922 §7.1). A host name in ASCII. */
  readonly sipDomain: string;
  /** Host names in ASCII, without wildcards, for peers that do not compare SIP URIs. */
  readonly dnsNames: readonly string[];
  /** IPv4 or IPv6 addresses, for peers that are configured with an address. */
  readonly ipAddresses: readonly string[];
}

const OID = {
  subjectKeyIdentifier: '2.5.29.14',
  keyUsage: '2.5.29.15',
  subjectAltName: '2.5.29.17',
  basicConstraints: '2.5.29.19',
  authorityKeyIdentifier: '2.5.29.35',
  extendedKeyUsage: '2.5.29.37',
  serverAuth: '1.3.6.1.5.5.7.3.1',
  // RFC 5924. It is used beside serverAuth, because TLS libraries refuse a certificate with only this usage.
  sipDomain: '1.3.6.1.5.5.7.3.20',
} as const;

const DNS_TAG = 2;
const URI_TAG = 6;
const IP_TAG = 7;
const HOST_NAME = /^(?=.{1,253}$)[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?(\.[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?)*$/i;

/**
 * Extensions (RFC 5280 §4.2) of a CA. `pathLength` 0: it signs server certificates, but no other CA; 1: such CAs too.
 * `authorityKeyId` is null when it signs itself.
 */
export function authorityExtensions(
  ownKeyId: Uint8Array,
  pathLength: 0 | 1,
  authorityKeyId: Uint8Array | null = null,
): Asn1 {
  return sequence(
    critical(OID.basicConstraints, sequence(boolean(true), integer(Uint8Array.of(pathLength)))),
    // keyCertSign (5) and cRLSign (6).
    critical(OID.keyUsage, bits(Uint8Array.of(0b0000_0110), 1)),
    plain(OID.subjectKeyIdentifier, octets(ownKeyId)),
    ...(authorityKeyId === null ? [] : [plain(OID.authorityKeyIdentifier, sequence(taggedBytes(0, authorityKeyId)))]),
  );
}

/** Whether this CA may sign another one. */
export function maySignAuthorities(der: Uint8Array): boolean {
  const alone = critical(OID.basicConstraints, sequence(boolean(true), integer(Uint8Array.of(0))));
  return !Buffer.from(der).includes(toDer(alone));
}

export function serverExtensions(ownKeyId: Uint8Array, authorityKeyId: Uint8Array, names: ServerNames): Asn1 {
  return sequence(
    critical(OID.basicConstraints, sequence()),
    // digitalSignature (0).
    critical(OID.keyUsage, bits(Uint8Array.of(0b1000_0000), 7)),
    plain(OID.extendedKeyUsage, sequence(objectId(OID.serverAuth), objectId(OID.sipDomain))),
    plain(OID.subjectKeyIdentifier, octets(ownKeyId)),
    plain(OID.authorityKeyIdentifier, sequence(taggedBytes(0, authorityKeyId))),
    plain(OID.subjectAltName, alternativeNames(names)),
  );
}

/**
 * The subjectAltName extension byte for byte as a certificate contains it, for finding it there. Throws RangeError on a
 * malformed name.
 */
export function alternativeNamesDer(names: ServerNames): Buffer {
  return toDer(plain(OID.subjectAltName, alternativeNames(names)));
}

function alternativeNames({ sipDomain, dnsNames, ipAddresses }: ServerNames): Asn1 {
  return sequence(
    taggedBytes(URI_TAG, Buffer.from(`sip:${hostName(sipDomain)}`)),
    ...dnsNames.map((name) => taggedBytes(DNS_TAG, Buffer.from(hostName(name)))),
    ...ipAddresses.map((address) => {
      const bytes = parseIpAddress(address);
      if (bytes === null) throw new RangeError(`not an IP address: ${JSON.stringify(address)}`);
      return taggedBytes(IP_TAG, bytes);
    }),
  );
}

function hostName(name: string): string {
  if (!HOST_NAME.test(name)) throw new RangeError(`not a host name in ASCII: ${JSON.stringify(name)}`);
  return name.toLowerCase();
}

const critical = (oid: string, value: Asn1): Asn1 => sequence(objectId(oid), boolean(true), octets(toDer(value)));
const plain = (oid: string, value: Asn1): Asn1 => sequence(objectId(oid), octets(toDer(value)));
