import type { Random } from '../../ports/random.ts';
import { randomToken } from '../random-token.ts';
import type { DigestChallenge } from '../../wire/authentication/digest-challenge.ts';
import { answerChallenge } from '../../wire/authentication/digest-response.ts';

export type AuthenticationSide = 'server' | 'proxy';

const HEADERS = {
  server: { challenge: 'WWW-Authenticate', credentials: 'Authorization' },
  proxy: { challenge: 'Proxy-Authenticate', credentials: 'Proxy-Authorization' },
} as const;

/** The header in which one side asks, and the one in which it is answered (RFC 3261 §22). */
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
 * Our account, with what the two sides last asked for: later requests carry an answer from the start, under the same nonce with the next
 * count (RFC 7616 §3.4), which spares a round trip each.
 */
export class DigestAccount {
  readonly #credentials: Login;
  readonly #random: Random;
  readonly #known = new Map<AuthenticationSide, KnownNonce>();

  constructor(credentials: Login, random: Random) {
    this.#credentials = credentials;
    this.#random = random;
  }

  /** From now on this side is answered by what it asked for last. */
  challenged(side: AuthenticationSide, challenge: DigestChallenge): void {
    this.#known.set(side, { challenge, uses: 0 });
  }

  /** The credentials for one request; null while this side never asked. */
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

  /** A new connection: servers tie nonces to one, and an answer to an old one would only be refused. */
  forget(): void {
    this.#known.clear();
  }
}
