import type { Random } from '../../ports/system/random.ts';
import { randomToken } from '../random-token.ts';
import type { DigestChallenge } from '../../wire/authentication/digest-challenge.ts';
import { answerChallenge } from '../../wire/authentication/digest-response.ts';

export type AuthenticationSide = 'server' | 'proxy';

const HEADERS = {
  server: { challenge: 'WWW-Authenticate', credentials: 'Authorization' },
  proxy: { challenge: 'Proxy-Authenticate', credentials: 'Proxy-Authorization' },
} as const;

/** The header in which each side challenges, and the header that answers it (RFC 3261 §22). */
export function authenticationHeaders(side: AuthenticationSide): (typeof HEADERS)[AuthenticationSide] {
  return HEADERS[side];
}

export interface Login {
  readonly username: string;
  readonly password: string;
}

interface KnownNonce {
  readonly challenge: DigestChallenge;
  uses: number;
}

/**
 * Our account, with the last challenge of registrar and proxy. Later requests carry an answer from the start, with the
 * same nonce and the next count (RFC 7616 §3.4), which spares a round trip each.
 */
export class DigestAccount {
  readonly #credentials: Login;
  readonly #random: Random;
  readonly #known = new Map<AuthenticationSide, KnownNonce>();

  constructor(credentials: Login, random: Random) {
    this.#credentials = credentials;
    this.#random = random;
  }

  /** From now on requests to this side answer this challenge. */
  challenged(side: AuthenticationSide, challenge: DigestChallenge): void {
    this.#known.set(side, { challenge, uses: 0 });
  }

  /** The credentials for one request; null while this side has not challenged. */
  answer(side: AuthenticationSide, method: string, uri: string): string | null {
    const known = this.#known.get(side);
    if (known === undefined) return null;
    known.uses += 1;
    const clientNonce = randomToken(this.#random, 16);
    return answerChallenge({
      ...this.#credentials,
      challenge: known.challenge,
      method,
      uri,
      nonceCount: known.uses,
      clientNonce,
    });
  }

  /**
   * Call this for a new connection: servers tie a nonce to its connection, and would refuse an answer to an old one.
   */
  forget(): void {
    this.#known.clear();
  }
}
