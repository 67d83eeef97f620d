import type { Random } from '../../ports/system/random.ts';
import { randomToken } from '../random-token.ts';
import { DIGEST_ALGORITHMS, type DigestHash } from '../../wire/authentication/digest-algorithm.ts';
import {
  parseChallenges,
  strongestChallenge,
  type DigestChallenge,
} from '../../wire/authentication/digest-challenge.ts';
import { answerChallenge } from '../../wire/authentication/digest-response.ts';
import { failure, success, type Result } from '../../domain/result.ts';
import type { LoginMemory } from './login-memory.ts';

/** Nonces of one flow whose uses are counted. A server that offers an older one again gets the count 1 again. */
const MAX_NONCES = 64;

export interface Login {
  readonly username: string;
  readonly password: string;
  /** The realm to which the operator bound the account; without one that of the first login counts. */
  readonly realm?: string | null;
  /** The operator says that the server knows nothing better than MD5. Default: false. */
  readonly allowsMd5?: boolean;
}

/**
 * Why a challenge gets no answer. 'foreign-realm': another server than ours asks. 'weaker': less than this server has
 * offered before. 'unanswerable': no challenge, or none of a kind that we know.
 */
export type ChallengeObjection = 'foreign-realm' | 'weaker' | 'unanswerable';

/**
 * Our account. It decides which challenge gets an answer. Everything that it answers is for one request: no request
 * carries credentials that was not itself challenged, because whoever gets them on the way could use them.
 */
export class DigestAccount {
  readonly #login: Login;
  readonly #sipDomain: string;
  readonly #random: Random;
  readonly #memory: LoginMemory;
  /** How often each nonce of this flow was answered (RFC 7616 §3.4). */
  readonly #uses = new Map<string, number>();
  /** The challenge to our REGISTER that was answered last on this flow. */
  #registrar: { readonly realm: string; readonly hash: DigestHash } | null = null;

  constructor(login: Login, sipDomain: string, random: Random, memory: LoginMemory) {
    this.#login = login;
    this.#sipDomain = sipDomain;
    this.#random = random;
    this.#memory = memory;
  }

  /** Call this for a new connection: a nonce belongs to the connection on which it came. */
  beginFlow(): void {
    this.#uses.clear();
    this.#registrar = null;
  }

  /**
   * The challenge to answer, of all in an answer to a request: the strongest one of our realm. A registrar's challenge
   * binds the rest of the flow to its realm and to nothing weaker.
   */
  choose(method: string, headerValues: readonly string[]): Result<DigestChallenge, ChallengeObjection> {
    const offered = parseChallenges(headerValues).filter(isSound);
    const ours = offered.filter(({ realm }) => this.#isOurs(realm, method));
    const strong = ours.filter(({ algorithm }) => this.#isStrongEnough(algorithm.hash));
    const chosen = strongestChallenge(strong);
    if (chosen === null) return failure(objectionTo(offered, ours));
    // Anybody who answers a MESSAGE may have written its challenge. Only the registrar's word is kept.
    if (method === 'REGISTER') this.#registrar = { realm: chosen.realm, hash: chosen.algorithm.hash };
    return success(chosen);
  }

  /** The credentials for one request (RFC 7616 §3.4). */
  answer(challenge: DigestChallenge, method: string, uri: string): string {
    const { username, password } = this.#login;
    const nonceCount = (this.#uses.get(challenge.nonce) ?? 0) + 1;
    this.#uses.delete(challenge.nonce);
    this.#uses.set(challenge.nonce, nonceCount);
    const oldest = this.#uses.keys().next();
    if (this.#uses.size > MAX_NONCES && oldest.done !== true) this.#uses.delete(oldest.value);
    const clientNonce = randomToken(this.#random, 16);
    return answerChallenge({ username, password, challenge, method, uri, nonceCount, clientNonce });
  }

  /** A registration succeeded: what its challenge said is believed from now on, on other flows too. */
  loginSucceeded(): void {
    if (this.#registrar !== null) this.#memory.learn(this.#registrar.realm, this.#registrar.hash);
  }

  /**
   * The bound realm alone. Before the first login the server that has proven its name may call its realm as it likes,
   * but only to our REGISTER: a challenge to a MESSAGE may be its recipient's, so that only the domain's name counts.
   */
  #isOurs(realm: string, method: string): boolean {
    const bound = this.#login.realm ?? this.#registrar?.realm ?? this.#memory.known?.realm;
    if (bound !== undefined) return realm === bound;
    return method === 'REGISTER' || realm.toLowerCase() === this.#sipDomain.toLowerCase();
  }

  #isStrongEnough(hash: DigestHash): boolean {
    if (this.#registrar !== null && rank(hash) > rank(this.#registrar.hash)) return false;
    const best = this.#memory.known?.best ?? 'MD5';
    return hash !== 'MD5' || best === 'MD5' || this.#login.allowsMd5 === true;
  }
}

/** The form of RFC 2069, without qop, belongs to old servers that know MD5 only. */
function isSound({ qop, algorithm }: DigestChallenge): boolean {
  return qop !== null || algorithm.hash === 'MD5';
}

function rank(hash: DigestHash): number {
  return DIGEST_ALGORITHMS.indexOf(hash);
}

function objectionTo(offered: readonly DigestChallenge[], ours: readonly DigestChallenge[]): ChallengeObjection {
  if (ours.length > 0) return 'weaker';
  return offered.length > 0 ? 'foreign-realm' : 'unanswerable';
}
