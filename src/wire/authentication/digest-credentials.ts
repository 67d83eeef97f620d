import { timingSafeEqual } from 'node:crypto';
import { parseDigestParams } from './auth-params.ts';
import { parseDigestAlgorithm, type DigestAlgorithm } from './digest-algorithm.ts';
import { computeDigest } from './digest-response.ts';

/**
 * What a client claims in Authorization or Proxy-Authorization (RFC 7616 §3.4). None of it is proven before
 * `credentialsMatch` is true.
 */
export interface DigestCredentials {
  readonly username: string;
  readonly realm: string;
  readonly nonce: string;
  readonly uri: string;
  /** Hex, lower case. */
  readonly response: string;
  readonly algorithm: DigestAlgorithm;
  readonly opaque: string | null;
  /** Null in the form of RFC 2069, which a server that asked for qop must not accept. */
  readonly qop: { readonly nonceCount: string; readonly clientNonce: string } | null;
}

const NONCE_COUNT = /^[0-9a-f]{8}$/i;
const HEX = /^[0-9a-f]{32,128}$/i;

/** Null for another scheme and for anything malformed. */
export function parseCredentials(headerValue: string): DigestCredentials | null {
  const params = parseDigestParams(headerValue);
  if (params === null) return null;
  const username = params.get('username');
  const realm = params.get('realm');
  const nonce = params.get('nonce');
  const uri = params.get('uri');
  const response = params.get('response');
  if (username === undefined || realm === undefined || nonce === undefined || uri === undefined) return null;
  const algorithm = parseDigestAlgorithm(params.get('algorithm'));
  if (response === undefined || !HEX.test(response) || algorithm === null) return null;
  const qop = parseQop(params);
  if (qop === undefined) return null;
  const opaque = params.get('opaque') ?? null;
  return { username, realm, nonce, uri, response: response.toLowerCase(), algorithm, opaque, qop };
}

/**
 * Whether the response was made with this secret, this method and the uri in the credentials. The caller compares uri,
 * realm and nonce with the request.
 */
export function credentialsMatch(credentials: DigestCredentials, secret: string, method: string): boolean {
  const expected = Buffer.from(computeDigest({ ...credentials, secret, method }), 'latin1');
  const claimed = Buffer.from(credentials.response, 'latin1');
  return expected.length === claimed.length && timingSafeEqual(expected, claimed);
}

function parseQop(params: ReadonlyMap<string, string>): DigestCredentials['qop'] | undefined {
  const qop = params.get('qop');
  if (qop === undefined) return null;
  const nonceCount = params.get('nc');
  const clientNonce = params.get('cnonce');
  if (qop.toLowerCase() !== 'auth' || nonceCount === undefined || !NONCE_COUNT.test(nonceCount)) return undefined;
  return clientNonce === undefined ? undefined : { nonceCount, clientNonce };
}
