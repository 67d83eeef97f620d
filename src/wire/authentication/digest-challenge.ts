import { quote } from '../grammar/syntax.ts';
import { parseDigestParams } from './auth-params.ts';
import {
  DIGEST_ALGORITHMS,
  formatDigestAlgorithm,
  parseDigestAlgorithm,
  type DigestAlgorithm,
} from './digest-algorithm.ts';

/** A server's challenge in WWW-Authenticate or Proxy-Authenticate (RFC 7616 §3.3). */
export interface DigestChallenge {
  readonly realm: string;
  readonly nonce: string;
  /** Must be sent back unchanged. */
  readonly opaque: string | null;
  /** The password was right, only the nonce was too old. */
  readonly stale: boolean;
  readonly algorithm: DigestAlgorithm;
  /** 'auth', or null for the form of RFC 2069, which some servers still ask for. */
  readonly qop: 'auth' | null;
}

/**
 * The challenges of all header lines that we can answer. Those with another scheme or algorithm, or with auth-int
 * alone, are skipped.
 */
export function parseChallenges(headerValues: readonly string[]): readonly DigestChallenge[] {
  return headerValues.map(parseChallenge).filter((challenge) => challenge !== null);
}

/**
 * The strongest challenge; null when there is none. RFC 8760 §2.3 leaves the choice to the client, and we take MD5 only
 * when the server offers nothing else.
 */
export function strongestChallenge(challenges: readonly DigestChallenge[]): DigestChallenge | null {
  const rank = ({ algorithm }: DigestChallenge): number => DIGEST_ALGORITHMS.indexOf(algorithm.hash);
  return challenges.toSorted((one, other) => rank(one) - rank(other))[0] ?? null;
}

/** The value of the header in which a server challenges. */
export function formatChallenge(challenge: DigestChallenge): string {
  const { realm, nonce, opaque, stale, algorithm, qop } = challenge;
  const params = [
    `realm=${quote(realm)}`,
    `nonce=${quote(nonce)}`,
    ...(opaque === null ? [] : [`opaque=${quote(opaque)}`]),
    ...(stale ? ['stale=true'] : []),
    `algorithm=${formatDigestAlgorithm(algorithm)}`,
    ...(qop === null ? [] : [`qop="${qop}"`]),
  ];
  return `Digest ${params.join(', ')}`;
}

function parseChallenge(headerValue: string): DigestChallenge | null {
  const params = parseDigestParams(headerValue);
  if (params === null) return null;
  const realm = params.get('realm');
  const nonce = params.get('nonce');
  const algorithm = parseDigestAlgorithm(params.get('algorithm'));
  const qop = readQop(params.get('qop'));
  if (realm === undefined || nonce === undefined || algorithm === null || qop === undefined) return null;
  // The session form needs a cnonce, and there is one only with a qop.
  if (algorithm.session && qop === null) return null;
  const stale = params.get('stale')?.toLowerCase() === 'true';
  return { realm, nonce, opaque: params.get('opaque') ?? null, stale, algorithm, qop };
}

/** Undefined when the server offers only what we cannot do (auth-int). */
function readQop(offered: string | undefined): 'auth' | null | undefined {
  if (offered === undefined) return null;
  return offered.split(',').some((qop) => qop.trim().toLowerCase() === 'auth') ? 'auth' : undefined;
}
