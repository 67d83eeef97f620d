import type { HeaderField } from '../../wire/framing/frame.ts';
import type { DigestChallenge } from '../../wire/authentication/digest-challenge.ts';
import type { SipResponse } from '../../wire/grammar/sip-message.ts';
import type { ChallengeObjection, DigestAccount } from './digest-account.ts';

/** Who challenges, by the status of the answer, and the headers of both sides (RFC 3261 §22). */
const SIDES = {
  401: { challenge: 'WWW-Authenticate', credentials: 'Authorization' },
  407: { challenge: 'Proxy-Authenticate', credentials: 'Proxy-Authorization' },
} as const;
type ChallengeStatus = keyof typeof SIDES;

/**
 * Why a challenge ended the request. 'refused': our credentials were tried and not taken. 'stale': they were taken
 * twice for too old, which says nothing about the password.
 */
export type LoginFault = ChallengeObjection | 'refused' | 'stale';

/** 'none': the answer is no challenge. 'again': the request goes out again, with `headers`. */
export type LoginVerdict = 'none' | 'again' | LoginFault;

/**
 * The credentials of one request and its repetitions (RFC 3261 §22.2). They begin empty and end with it. Registrar and
 * proxy may each challenge once, and one of them once more with a new nonce.
 */
export class RequestLogin {
  readonly #account: DigestAccount;
  readonly #method: string;
  readonly #uri: string;
  readonly #challenges = new Map<ChallengeStatus, DigestChallenge>();
  #isRenewed = false;

  constructor(account: DigestAccount, method: string, uri: string) {
    this.#account = account;
    this.#method = method;
    this.#uri = uri;
  }

  /** Takes the answer to the request as it last went out. */
  receive({ statusCode, headers }: SipResponse): LoginVerdict {
    // Any final answer to a keep-alive's OPTIONS will do, so that it never needs a login.
    if ((statusCode !== 401 && statusCode !== 407) || this.#method === 'OPTIONS') return 'none';
    const chosen = this.#account.choose(this.#method, headers.all(SIDES[statusCode].challenge));
    // Whatever it asks for now: it had our credentials and does not say that only their nonce was too old.
    if (this.#challenges.has(statusCode) && !(chosen.ok && chosen.value.stale)) return 'refused';
    if (!chosen.ok) return chosen.error;
    if (chosen.value.stale && this.#isRenewed) return 'stale';
    this.#isRenewed ||= chosen.value.stale;
    this.#challenges.set(statusCode, chosen.value);
    return 'again';
  }

  /** The credentials for the next repetition; each use of a nonce is counted. */
  headers(): readonly HeaderField[] {
    return [...this.#challenges].map(([status, challenge]) => ({
      name: SIDES[status].credentials,
      value: this.#account.answer(challenge, this.#method, this.#uri),
    }));
  }
}
