import { createPrivateKey, generateKeyPairSync, sign, X509Certificate, type KeyObject } from 'node:crypto';
import type { Random } from '../../ports/system/random.ts';
import { authorityExtensions, serverExtensions, type ServerNames } from './certificate-extensions.ts';
import {
  bits,
  fromDer,
  integer,
  keyIdentifier,
  objectId,
  sequence,
  set,
  tagged,
  time,
  toDer,
  utf8,
  type Asn1,
} from './der.ts';

/** A certificate and its private key (PKCS #8), both as PEM. */
export interface Credentials {
  readonly certificatePem: string;
  readonly privateKeyPem: string;
}

/** From when a certificate is valid, and for how long. */
export interface Validity {
  readonly nowMs: number;
  /** 1…36,500. */
  readonly lifeDays: number;
}

export const DAY_MS = 86_400_000;
/** Certificates are valid from one hour ago, so that a peer whose clock is behind accepts them. */
const BACKDATED_MS = 3_600_000;

const COMMON_NAME = '2.5.4.3';
const ECDSA_WITH_SHA256 = '1.2.840.10045.4.3.2';
const SERIAL_BYTES = 16;
const VERSION_3 = Uint8Array.of(2);

/** A self-signed CA on P-256. `name` is its common name; throws RangeError unless it has 1…64 characters. */
export function createAuthority(name: string, { nowMs, lifeDays }: Validity, random: Random): Credentials {
  const keys = newKeys();
  const subject = commonName(name);
  const ownKeyId = keyIdentifier(keys.spki);
  const tbs = toBeSigned({
    serial: newSerial(random),
    issuer: subject,
    subject,
    validity: [nowMs - BACKDATED_MS, nowMs + lifeDays * DAY_MS],
    spki: keys.spki,
    extensions: authorityExtensions(ownKeyId, 1),
  });
  return { certificatePem: signed(tbs, keys.privateKey), privateKeyPem: privatePem(keys.privateKey) };
}

/** A CA under this one, which signs server certificates and no other CA. It expires no later than the one above. */
export function issueIntermediate(
  authority: Credentials,
  name: string,
  { nowMs, lifeDays }: Validity,
  random: Random,
): Credentials {
  const keys = newKeys();
  const extensions = authorityExtensions(
    keyIdentifier(keys.spki),
    0,
    keyIdOf(new X509Certificate(authority.certificatePem)),
  );
  return issued(authority, { subject: commonName(name), keys, extensions }, { nowMs, lifeDays }, random);
}

/**
 * A certificate for a SIP server (RFC 5922), with a new P-256 key. It expires no later than its CA. Throws RangeError
 * on a malformed name.
 */
export function issueServerCertificate(
  authority: Credentials,
  names: ServerNames,
  { nowMs, lifeDays }: Validity,
  random: Random,
): Credentials {
  const keys = newKeys();
  const authorityKeyId = keyIdOf(new X509Certificate(authority.certificatePem));
  const extensions = serverExtensions(keyIdentifier(keys.spki), authorityKeyId, names);
  const subject = commonName(names.sipDomain.slice(0, 64));
  return issued(authority, { subject, keys, extensions }, { nowMs, lifeDays }, random);
}

interface Issue {
  readonly subject: Asn1;
  readonly keys: ReturnType<typeof newKeys>;
  readonly extensions: Asn1;
}

function issued(authority: Credentials, issue: Issue, { nowMs, lifeDays }: Validity, random: Random): Credentials {
  const issuer = new X509Certificate(authority.certificatePem);
  const { subject, keys, extensions } = issue;
  const tbs = toBeSigned({
    serial: newSerial(random),
    issuer: subjectOf(issuer),
    subject,
    // From the beginning of its issuer: a machine whose clock runs ahead must not make what nobody may use yet.
    validity: [issuer.validFromDate.getTime(), Math.min(nowMs + lifeDays * DAY_MS, issuer.validToDate.getTime())],
    spki: keys.spki,
    extensions,
  });
  const authorityKey = createPrivateKey(authority.privateKeyPem);
  return { certificatePem: signed(tbs, authorityKey), privateKeyPem: privatePem(keys.privateKey) };
}

function keyIdOf(issuer: X509Certificate): Buffer {
  return keyIdentifier(fromDer(issuer.publicKey.export({ type: 'spki', format: 'der' })));
}

interface Fields {
  readonly serial: Uint8Array;
  readonly issuer: Asn1;
  readonly subject: Asn1;
  readonly validity: readonly [fromMs: number, toMs: number];
  readonly spki: Asn1;
  readonly extensions: Asn1;
}

/** TBSCertificate of RFC 5280 §4.1. */
function toBeSigned({ serial, issuer, subject, validity, spki, extensions }: Fields): Asn1 {
  return sequence(
    tagged(0, integer(VERSION_3)),
    integer(serial),
    sequence(objectId(ECDSA_WITH_SHA256)),
    issuer,
    sequence(time(validity[0]), time(validity[1])),
    subject,
    spki,
    tagged(3, extensions),
  );
}

/** forge cannot sign with ECDSA, so node:crypto does. */
function signed(tbs: Asn1, key: KeyObject): string {
  const signature = sign('sha256', toDer(tbs), { key, dsaEncoding: 'der' });
  const der = toDer(sequence(tbs, sequence(objectId(ECDSA_WITH_SHA256)), bits(signature)));
  return new X509Certificate(der).toString();
}

function newKeys(): { readonly privateKey: KeyObject; readonly spki: Asn1 } {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  return { privateKey, spki: fromDer(publicKey.export({ type: 'spki', format: 'der' })) };
}

const privatePem = (key: KeyObject): string => key.export({ type: 'pkcs8', format: 'pem' }).toString();

function commonName(name: string): Asn1 {
  // The limit is ub-common-name of RFC 5280, appendix A.
  if (name.length < 1 || name.length > 64)
    throw new RangeError(`a common name has 1…64 characters, not ${name.length}`);
  return sequence(set(sequence(objectId(COMMON_NAME), utf8(name))));
}

/** The subject's bytes exactly as they stand in its certificate, because a chain is found by comparing them. */
function subjectOf(certificate: X509Certificate): Asn1 {
  const tbs = (fromDer(certificate.raw).value as Asn1[])[0];
  const subject = (tbs?.value as Asn1[])[5];
  if (subject === undefined) throw new Error('a certificate without a subject');
  return subject;
}

/**
 * A first byte of 0x40…0x7f makes the number positive and its encoding the shortest (RFC 5280 §4.1.2.2); the other 126
 * bits are random.
 */
function newSerial(random: Random): Uint8Array {
  const serial = random.bytes(SERIAL_BYTES);
  serial[0] = ((serial[0] ?? 0) & 0x3f) | 0x40;
  return serial;
}
