import { parsePeerAddress } from '../../domain/peer-address.ts';
import type { Clock } from '../../ports/system/clock.ts';
import type { Random } from '../../ports/system/random.ts';
import { formatChallenge } from '../../wire/authentication/digest-challenge.ts';
import {
  credentialsMatch,
  parseCredentials,
  type DigestCredentials,
} from '../../wire/authentication/digest-credentials.ts';
import type { DigestHash } from '../../wire/authentication/digest-algorithm.ts';
import type { HeaderField } from '../../wire/framing/frame.ts';
import { parseSipUri } from '../../wire/grammar/sip-uri.ts';
import { digestsOf, OFFERED_DIGESTS, type AccountDirectory, type RelayAccount } from './account-directory.ts';
import type { IncomingRequest, RelayAnswer } from './incoming-request.ts';
import { instanceIn } from './instance-id.ts';
import type { LoginAttempt, LoginGuard } from './login-guard.ts';
import { networkOf } from '../bounds/network-of.ts';

const NONCE_BYTES = 18;
/**
 * An unknown user's answer is compared with this, so that it takes as long as a known user's. It matches no password.
 */
const NO_SECRET = '0'.repeat(64);

/** Who asks: the registrar (401, RFC 3261 §22.2) or the proxy (407, §22.3). */
export type ChallengeRole = 'registrar' | 'proxy';

export type Authentication =
  | { readonly kind: 'authenticated'; readonly account: RelayAccount }
  | { readonly kind: 'challenged'; readonly answer: RelayAnswer }
  /** Too many wrong passwords: the answer must come late, and the connection is then closed. */
  | { readonly kind: 'blocked' }
  /** Too many wrong passwords came from that network: ask again, a little later, with `isLate`. */
  | { readonly kind: 'slowed' };

export interface DigestAuthenticatorParts {
  readonly realm: string;
  readonly accounts: AccountDirectory;
  readonly guard: LoginGuard;
  readonly clock: Clock;
  readonly random: Random;
}

/** Digest authentication of one request (RFC 7616, RFC 8760, RFC 3261 §22). */
export class DigestAuthenticator {
  readonly #parts: DigestAuthenticatorParts;

  constructor(parts: DigestAuthenticatorParts) {
    this.#parts = parts;
  }

  /** @param isLate the request has waited, and a wrong password is the last on its connection */
  authenticate(incoming: IncomingRequest, role: ChallengeRole, isLate = false): Authentication {
    const credentials = this.#credentialsOf(incoming, role);
    if (credentials === null) return this.#challenge(incoming, role, false);
    const { guard, clock } = this.#parts;
    const attempt = this.#attemptOf(credentials, incoming);
    const now = clock.monotonicMs();
    if (guard.isBlocked(attempt, now)) return { kind: 'blocked' };
    if (!isLate && guard.isSlowed(attempt, now)) return { kind: 'slowed' };
    const account = this.#matching(credentials, incoming);
    if (account === null) {
      guard.failed(attempt, now);
      if (isLate || guard.isBlocked(attempt, now)) return { kind: 'blocked' };
      return this.#challenge(incoming, role, false);
    }
    if (!this.#isFresh(credentials, incoming)) return this.#challenge(incoming, role, true);
    guard.succeeded(attempt);
    return { kind: 'authenticated', account };
  }

  #attemptOf({ username }: DigestCredentials, { request, flow }: IncomingRequest): LoginAttempt {
    return {
      username,
      isAccount: this.#parts.accounts.findByUsername(username) !== null,
      network: networkOf(flow.remoteAddress),
      instance: instanceIn(request.headers.all('Contact')),
    };
  }

  /**
   * The first credentials for our realm that answer one of our challenges. Credentials for another realm belong to
   * another server (§22.3).
   */
  #credentialsOf({ request }: IncomingRequest, role: ChallengeRole): DigestCredentials | null {
    const name = role === 'registrar' ? 'Authorization' : 'Proxy-Authorization';
    for (const value of request.headers.all(name)) {
      const credentials = parseCredentials(value);
      if (credentials !== null && this.#answersUs(credentials)) return credentials;
    }
    return null;
  }

  #answersUs({ realm, algorithm, qop }: DigestCredentials): boolean {
    return (
      realm === this.#parts.realm && OFFERED_DIGESTS.includes(algorithm.hash) && !algorithm.session && qop !== null
    );
  }

  #matching(credentials: DigestCredentials, { request }: IncomingRequest): RelayAccount | null {
    const account = this.#parts.accounts.findByUsername(credentials.username);
    const secret = account?.secrets[credentials.algorithm.hash] ?? NO_SECRET;
    const matches = credentialsMatch(credentials, secret, request.method);
    // A digest made for another resource proves nothing about this request (RFC 7616 §3.4.6).
    if (!matches || !sameResource(credentials.uri, request.requestUri)) return null;
    return account;
  }

  #isFresh({ nonce, qop }: DigestCredentials, { flow }: IncomingRequest): boolean {
    return flow.nonces.use(nonce, qop?.nonceCount ?? '', this.#parts.clock.monotonicMs()) === 'fresh';
  }

  #challenge(incoming: IncomingRequest, role: ChallengeRole, stale: boolean): Authentication {
    const { flow } = incoming;
    const { realm, clock, random } = this.#parts;
    const nonce = flow.nonces.issue(random.bytes(NONCE_BYTES), clock.monotonicMs());
    const name = role === 'registrar' ? 'WWW-Authenticate' : 'Proxy-Authenticate';
    const headers: HeaderField[] = this.#offeredTo(incoming).map((hash) => {
      const algorithm = { hash, session: false };
      return { name, value: formatChallenge({ realm, nonce, opaque: null, stale, algorithm, qop: 'auth' }) };
    });
    const answer =
      role === 'registrar'
        ? { statusCode: 401, reason: 'Unauthorized', headers }
        : { statusCode: 407, reason: 'Proxy Authentication Required', headers };
    return { kind: 'challenged', answer };
  }

  /**
   * The algorithms that the account named in From can use, one header line each, strongest first (RFC 8760 §2.3). Some
   * clients (baresip 1.0) give up when one of several challenges uses an algorithm that they do not know. Whoever has
   * no account is offered what most accounts are, so that addresses cannot be tried out without a password.
   */
  #offeredTo({ request }: IncomingRequest): readonly DigestHash[] {
    const from = parsePeerAddress(request.from.uri);
    const account = from.ok ? this.#parts.accounts.findByAddress(from.value) : null;
    return account === null ? this.#parts.accounts.usualDigests : digestsOf(account);
  }
}

/** Some clients write the digest-uri without the URI's parameters, so only user and host must agree. */
function sameResource(digestUri: string, requestUri: string): boolean {
  if (digestUri === requestUri) return true;
  const one = parseSipUri(digestUri);
  const other = parseSipUri(requestUri);
  return one.ok && other.ok && one.value.host === other.value.host && one.value.user === other.value.user;
}
