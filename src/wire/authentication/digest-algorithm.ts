/** The algorithms that RFC 8760 §2.2 registers for SIP, strongest first. */
export const DIGEST_ALGORITHMS = ['SHA-512-256', 'SHA-256', 'MD5'] as const;
export type DigestHash = (typeof DIGEST_ALGORITHMS)[number];

export interface DigestAlgorithm {
  readonly hash: DigestHash;
  /** `-sess`: the secret also depends on nonce and cnonce (RFC 7616 §3.4.2). */
  readonly session: boolean;
}

/**
 * Reads an `algorithm` parameter; a missing one means MD5 (RFC 7616 §3.3). Null for an algorithm that we do not know.
 */
export function parseDigestAlgorithm(value: string | undefined): DigestAlgorithm | null {
  const upper = (value ?? 'MD5').toUpperCase();
  const session = upper.endsWith('-SESS');
  const name = session ? upper.slice(0, -'-SESS'.length) : upper;
  const hash = DIGEST_ALGORITHMS.find((known) => known === name);
  return hash === undefined ? null : { hash, session };
}

export function formatDigestAlgorithm({ hash, session }: DigestAlgorithm): string {
  return session ? `${hash}-sess` : hash;
}
