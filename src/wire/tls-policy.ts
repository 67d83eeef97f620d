import { constants } from 'node:crypto';

/** The oldest version of TLS that is spoken: 1.3, unless the operator has peers that know only 1.2. */
export type OldestTls = 'TLSv1.3' | 'TLSv1.2';

/**
 * The TLS options of both ends: 1.3, or 1.2 too with forward secrecy and AEAD only (RFC 9325 §4.2). Renegotiation on an
 * open connection is forbidden, because a certificate that is shown then would not be checked. Only these OpenSSL
 * options forbid it: Node's `disableRenegotiation` does not stop a server. 1.3 has none.
 */
const TLS_POLICY = {
  ciphers: [
    'TLS_AES_256_GCM_SHA384',
    'TLS_CHACHA20_POLY1305_SHA256',
    'TLS_AES_128_GCM_SHA256',
    'ECDHE-ECDSA-AES256-GCM-SHA384',
    'ECDHE-RSA-AES256-GCM-SHA384',
    'ECDHE-ECDSA-CHACHA20-POLY1305',
    'ECDHE-RSA-CHACHA20-POLY1305',
    'ECDHE-ECDSA-AES128-GCM-SHA256',
    'ECDHE-RSA-AES128-GCM-SHA256',
  ].join(':'),
  secureOptions: constants.SSL_OP_NO_RENEGOTIATION | constants.SSL_OP_NO_COMPRESSION,
} as const;

export function tlsPolicy(minVersion: OldestTls): typeof TLS_POLICY & { readonly minVersion: OldestTls } {
  return { ...TLS_POLICY, minVersion };
}
