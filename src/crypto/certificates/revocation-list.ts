import { verify, type X509Certificate } from 'node:crypto';
import asn1 from 'node-forge/lib/asn1.js';
import { failure, success, type Result } from '../../domain/result.ts';
import { fromDer, type Asn1 } from './der.ts';

/** The signature algorithms that are taken, with the hash that `verify` wants (RFC 5758, RFC 4055, RFC 8410). */
const HASHES: Readonly<Record<string, string | null>> = {
  '1.2.840.10045.4.3.2': 'sha256',
  '1.2.840.10045.4.3.3': 'sha384',
  '1.2.840.10045.4.3.4': 'sha512',
  '1.2.840.113549.1.1.11': 'sha256',
  '1.2.840.113549.1.1.12': 'sha384',
  '1.2.840.113549.1.1.13': 'sha512',
  '1.3.101.112': null,
};
const BLOCK = /-----BEGIN X509 CRL-----([A-Za-z0-9+/=\s]+)-----END X509 CRL-----/g;

/** One list of revoked certificates (RFC 5280 §5). */
export class RevocationList {
  /** When the CA publishes the next one; null when the list does not say. */
  readonly nextUpdateMs: number | null;
  readonly #signed: Uint8Array;
  readonly #signature: Uint8Array;
  readonly #hash: string | null;
  readonly #serials: ReadonlySet<string>;

  /** Throws on bytes that are no such list. */
  constructor(der: Uint8Array) {
    const [list, algorithm, signature] = itemsOf(fromDer(der));
    const oid = asn1.derToOid(bytesOf(itemsOf(algorithm)[0]));
    const hash = HASHES[oid];
    if (hash === undefined) throw new Error(`its signature algorithm ${oid} is not known`);
    this.#hash = hash;
    this.#signed = firstItem(der);
    this.#signature = Buffer.from(bytesOf(signature).slice(1), 'latin1');
    // version OPTIONAL, signature, issuer, thisUpdate, nextUpdate OPTIONAL, revokedCertificates OPTIONAL …
    const fields = itemsOf(list).filter(({ type }, index) => index > 0 || type !== asn1.Type.INTEGER);
    const [, , , next, ...rest] = fields;
    this.nextUpdateMs = next !== undefined && isTime(next) ? timeOf(next) : null;
    const revoked = [...(next === undefined ? [] : [next]), ...rest].find(isUniversalSequence);
    this.#serials = new Set(
      (revoked === undefined ? [] : itemsOf(revoked)).map((entry) => serialOf(itemsOf(entry)[0])),
    );
  }

  isSignedBy(authority: X509Certificate): boolean {
    try {
      return verify(this.#hash, this.#signed, authority.publicKey, this.#signature);
    } catch {
      // A key of another kind than the signature.
      return false;
    }
  }

  /** `serial` in hex, as X509Certificate tells it. */
  names(serial: string): boolean {
    return this.#serials.has(serial.toLowerCase().replace(/^0+/, ''));
  }
}

/** Every list in a PEM file; a failure is one line with what is wrong. */
export function readRevocationLists(pem: string): Result<readonly RevocationList[], string> {
  const blocks = [...pem.matchAll(BLOCK)];
  if (blocks.length === 0) return failure('holds no list of revoked certificates in PEM (BEGIN X509 CRL)');
  try {
    return success(blocks.map(([, base64 = '']) => new RevocationList(Buffer.from(base64, 'base64'))));
  } catch (error) {
    return failure(`holds a list of revoked certificates that cannot be read: ${(error as Error).message}`);
  }
}

function itemsOf(item: Asn1 | undefined): readonly Asn1[] {
  if (item === undefined || !Array.isArray(item.value)) throw new Error('it is not built as RFC 5280 says');
  return item.value;
}

function bytesOf(item: Asn1 | undefined): string {
  if (item === undefined) throw new Error('it is not built as RFC 5280 says');
  if (typeof item.value === 'string') return item.value;
  // forge looks into a bit string that happens to hold DER, and keeps its bytes beside.
  const { bitStringContents } = item as { readonly bitStringContents?: string };
  if (bitStringContents === undefined) throw new Error('it is not built as RFC 5280 says');
  return bitStringContents;
}

const isUniversalSequence = ({ tagClass, type }: Asn1): boolean =>
  tagClass === asn1.Class.UNIVERSAL && type === asn1.Type.SEQUENCE;

const isTime = ({ type }: Asn1): boolean => type === asn1.Type.UTCTIME || type === asn1.Type.GENERALIZEDTIME;

function timeOf(item: Asn1): number {
  const text = bytesOf(item);
  return (item.type === asn1.Type.UTCTIME ? asn1.utcTimeToDate(text) : asn1.generalizedTimeToDate(text)).getTime();
}

const serialOf = (item: Asn1 | undefined): string =>
  Buffer.from(bytesOf(item), 'latin1').toString('hex').replace(/^0+/, '');

/** The bytes of the first item of a sequence as they stand: a signature covers them, and none but them. */
function firstItem(der: Uint8Array): Uint8Array {
  const outer = headOf(der, 0);
  const inner = headOf(der, outer.headBytes);
  return der.subarray(outer.headBytes, outer.headBytes + inner.headBytes + inner.contentBytes);
}

function headOf(der: Uint8Array, at: number): { readonly headBytes: number; readonly contentBytes: number } {
  const first = der[at + 1] ?? 0;
  if (first < 0x80) return { headBytes: 2, contentBytes: first };
  const lengthBytes = first & 0x7f;
  const contentBytes = der.subarray(at + 2, at + 2 + lengthBytes).reduce((sum, byte) => sum * 256 + byte, 0);
  return { headBytes: 2 + lengthBytes, contentBytes };
}
