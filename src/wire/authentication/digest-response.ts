import { createHash } from 'node:crypto';
import { quote } from '../grammar/syntax.ts';
import { formatDigestAlgorithm, type DigestAlgorithm, type DigestHash } from './digest-algorithm.ts';
import type { DigestChallenge } from './digest-challenge.ts';

const NODE_NAMES: Readonly<Record<DigestHash, string>> = {
  'SHA-512-256': 'sha512-256',
  'SHA-256': 'sha256',
  MD5: 'md5',
};

/** H(username:realm:password) in hex (RFC 7616 §3.4.2), which a server keeps instead of the password. */
export function digestSecret(hash: DigestHash, username: string, realm: string, password: string): string {
  return digestHex(hash, `${username}:${realm}:${password}`);
}

export interface DigestInput {
  readonly algorithm: DigestAlgorithm;
  /** A value of `digestSecret`, never its session form. */
  readonly secret: string;
  readonly nonce: string;
  readonly method: string;
  /** digest-uri as sent; for a SIP request its Request-URI. */
  readonly uri: string;
  /** Null in the form of RFC 2069. */
  readonly qop: { readonly nonceCount: string; readonly clientNonce: string } | null;
}

/** request-digest in hex (RFC 7616 §3.4.1). */
export function computeDigest(input: DigestInput): string {
  const { algorithm, nonce, method, uri, qop } = input;
  const a2 = digestHex(algorithm.hash, `${method}:${uri}`);
  if (qop === null) return digestHex(algorithm.hash, `${input.secret}:${nonce}:${a2}`);
  const a1 = algorithm.session
    ? digestHex(algorithm.hash, `${input.secret}:${nonce}:${qop.clientNonce}`)
    : input.secret;
  return digestHex(algorithm.hash, `${a1}:${nonce}:${qop.nonceCount}:${qop.clientNonce}:auth:${a2}`);
}

export interface DigestAnswerInput {
  readonly challenge: DigestChallenge;
  readonly username: string;
  readonly password: string;
  readonly method: string;
  readonly uri: string;
  /** How many answers this nonce has had, including this one: 1…2^32-1. */
  readonly nonceCount: number;
  /** Unpredictable, new for every answer. */
  readonly clientNonce: string;
}

/** The value of Authorization or Proxy-Authorization that answers a challenge (RFC 7616 §3.4, RFC 8760). */
export function answerChallenge(input: DigestAnswerInput): string {
  const { challenge, username, password, method, uri, clientNonce } = input;
  const { algorithm, realm, nonce, opaque } = challenge;
  const nonceCount = input.nonceCount.toString(16).padStart(8, '0');
  const qop = challenge.qop === null ? null : { nonceCount, clientNonce };
  const secret = digestSecret(algorithm.hash, username, realm, password);
  const params = [
    `username=${quote(username)}`,
    `realm=${quote(realm)}`,
    `nonce=${quote(nonce)}`,
    `uri=${quote(uri)}`,
    `response="${computeDigest({ algorithm, secret, nonce, method, uri, qop })}"`,
    `algorithm=${formatDigestAlgorithm(algorithm)}`,
    ...(qop === null ? [] : [`qop=auth`, `nc=${nonceCount}`, `cnonce=${quote(clientNonce)}`]),
    ...(opaque === null ? [] : [`opaque=${quote(opaque)}`]),
  ];
  return `Digest ${params.join(', ')}`;
}

function digestHex(hash: DigestHash, text: string): string {
  return createHash(NODE_NAMES[hash]).update(text, 'utf8').digest('hex');
}
