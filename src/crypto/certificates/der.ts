import { createHash } from 'node:crypto';
import type forge from 'node-forge';
// This part alone: the whole package is 300 kB, which every handset would read and run at its start.
import asn1 from 'node-forge/lib/asn1.js';

export type Asn1 = forge.asn1.Asn1;

const { Class, Type } = asn1;

/** forge keeps bytes in strings, one character for each byte. */
const toBinary = (bytes: Uint8Array): string => Buffer.from(bytes).toString('latin1');

export const sequence = (...items: readonly Asn1[]): Asn1 =>
  asn1.create(Class.UNIVERSAL, Type.SEQUENCE, true, [...items]);
export const set = (...items: readonly Asn1[]): Asn1 => asn1.create(Class.UNIVERSAL, Type.SET, true, [...items]);
export const objectId = (oid: string): Asn1 =>
  asn1.create(Class.UNIVERSAL, Type.OID, false, asn1.oidToDer(oid).getBytes());
export const integer = (bytes: Uint8Array): Asn1 => asn1.create(Class.UNIVERSAL, Type.INTEGER, false, toBinary(bytes));
export const boolean = (value: boolean): Asn1 =>
  asn1.create(Class.UNIVERSAL, Type.BOOLEAN, false, value ? '\xff' : '\0');
export const utf8 = (text: string): Asn1 =>
  asn1.create(Class.UNIVERSAL, Type.UTF8, false, toBinary(Buffer.from(text, 'utf8')));
export const octets = (bytes: Uint8Array): Asn1 =>
  asn1.create(Class.UNIVERSAL, Type.OCTETSTRING, false, toBinary(bytes));
/** A BIT STRING. `unusedBits`, 0…7, is how many bits of the last byte do not count. */
export const bits = (bytes: Uint8Array, unusedBits = 0): Asn1 =>
  asn1.create(Class.UNIVERSAL, Type.BITSTRING, false, String.fromCharCode(unusedBits) + toBinary(bytes));

/** An explicit context tag around other items. */
export const tagged = (tag: number, ...items: readonly Asn1[]): Asn1 => inContext(tag, true, [...items]);
/** An implicit context tag: it replaces the tag of the primitive. */
export const taggedBytes = (tag: number, bytes: Uint8Array): Asn1 => inContext(tag, false, toBinary(bytes));

function inContext(tag: number, constructed: boolean, value: string | Asn1[]): Asn1 {
  return asn1.create(Class.CONTEXT_SPECIFIC, tag, constructed, value);
}

/** RFC 5280 §4.1.2.5: UTCTime through 2049, GeneralizedTime from 2050. Both in whole seconds. */
export function time(atMs: number): Asn1 {
  const at = new Date(atMs);
  return at.getUTCFullYear() < 2050
    ? asn1.create(Class.UNIVERSAL, Type.UTCTIME, false, asn1.dateToUtcTime(at))
    : asn1.create(Class.UNIVERSAL, Type.GENERALIZEDTIME, false, asn1.dateToGeneralizedTime(at));
}

export const toDer = (value: Asn1): Buffer => Buffer.from(asn1.toDer(value).getBytes(), 'latin1');
/** Throws on bytes that are not DER. Use it only for bytes that node:crypto has accepted before. */
export const fromDer = (bytes: Uint8Array): Asn1 => asn1.fromDer(toBinary(bytes));

/** RFC 7093 §2 (1): the leftmost 160 bits of SHA-256 over the key's bit string. `spki` is a SubjectPublicKeyInfo. */
export function keyIdentifier(spki: Asn1): Buffer {
  const key = (spki.value as Asn1[])[1]?.value as string;
  // The first byte of a bit string is its number of unused bits, and no part of the key.
  return createHash('sha256')
    .update(Buffer.from(key.slice(1), 'latin1'))
    .digest()
    .subarray(0, 20);
}
