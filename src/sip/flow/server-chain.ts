import { createHash, X509Certificate } from 'node:crypto';
import type { DetailedPeerCertificate, PeerCertificate } from 'node:tls';
import type { Revocations } from '../../ports/network/revocations.ts';
import { SipIdentityError } from './server-identity.ts';

export interface ChainRules {
  /**
   * SHA-256 of public keys (SubjectPublicKeyInfo) in base64. When there are any, one of them must be in the chain: the
   * server's own, or that of a CA above it.
   */
  readonly pins: readonly string[];
  /** Null when the operator gave no list of revoked certificates. */
  readonly revocations: Revocations | null;
}

/** A chain has three or four certificates; more than this, or a circle, is nobody's. */
const MOST_CERTIFICATES = 10;

/**
 * What the operator demands of the whole chain, which OpenSSL has verified before. Returns what is wrong, or undefined,
 * as `tls.connect` wants it. An exception here, inside Node's handshake, would end the process.
 */
export function checkServerChain(leaf: PeerCertificate, rules: ChainRules): SipIdentityError | undefined {
  try {
    const chain = chainOf(leaf);
    const { pins, revocations } = rules;
    if (pins.length > 0 && !chain.some((der) => pins.includes(keyHash(der)))) {
      return new SipIdentityError('pin', 'none of the pinned keys is in the chain');
    }
    const isRevoked = chain.some((der, index) => revocations?.isRevoked(der, chain[index + 1] ?? der));
    return isRevoked ? new SipIdentityError('revoked', 'the certificate was revoked') : undefined;
  } catch {
    return new SipIdentityError('certificate', 'the chain of certificates cannot be read');
  }
}

/** DER of each certificate, from the server's to the root. */
function chainOf(leaf: PeerCertificate): readonly Uint8Array[] {
  const chain: Uint8Array[] = [];
  let certificate: Partial<DetailedPeerCertificate> | undefined = leaf;
  while (certificate?.raw !== undefined && chain.length < MOST_CERTIFICATES) {
    chain.push(certificate.raw);
    // A root is its own issuer.
    certificate = certificate.issuerCertificate === certificate ? undefined : certificate.issuerCertificate;
  }
  return chain;
}

function keyHash(der: Uint8Array): string {
  const key = new X509Certificate(der).publicKey.export({ type: 'spki', format: 'der' });
  return createHash('sha256').update(key).digest('base64');
}
