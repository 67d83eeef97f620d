/** Certificates that their CA has taken back before their time. */
export interface Revocations {
  /**
   * Whether the CA that holds the issuer's key has taken this certificate back. Both are DER, and the chain is proven.
   * Never throws.
   */
  isRevoked(certificate: Uint8Array, issuer: Uint8Array): boolean;
}
