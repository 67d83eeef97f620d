/** The owner is told one of these reasons, in plain words, and never anything else. */
export const FAILURE_REASONS = [
  'no-network',
  'certificate-not-trusted',
  'wrong-server-name',
  'login-refused',
  'unknown-number',
  'peer-cannot-take-it',
  'not-sent-in-12-h',
  'not-delivered-in-72-h',
  'too-long',
  'server-fault',
  'check-clock',
  'cancelled',
] as const;
export type FailureReason = (typeof FAILURE_REASONS)[number];

/** How one try to send ended. */
export type TryOutcome =
  /** The relay answered 2xx and now has the message. */
  | { readonly kind: 'accepted'; readonly sipStatus: number }
  /** A final answer that no retry can change (404, 403, 413, 415, 606 …). */
  | { readonly kind: 'refused'; readonly sipStatus: number; readonly reason: FailureReason }
  /** No answer, no connection, or an answer after which a later try may succeed (408, 480, 5xx …). */
  | {
      readonly kind: 'unanswered';
      readonly sipStatus: number | null;
      readonly reason: FailureReason;
      /** Wait at least this long before the next try, 1,000…86,400,000 ms; null when the server named no time. */
      readonly retryAfterMs: number | null;
      /** The connection was closed or reset instead of an answer; `reason` is then 'server-fault'. */
      readonly hungUp?: boolean;
    };

interface Meaning {
  readonly kind: 'refused' | 'unanswered';
  readonly reason: FailureReason;
}

const refused = (reason: FailureReason): Meaning => ({ kind: 'refused', reason });
const later = (reason: FailureReason): Meaning => ({ kind: 'unanswered', reason });

/**
 * What a final answer to a MESSAGE means for its owner. A status has a row when it says more than its class does; every
 * other one counts as the x00 of its class (§8.1.3.2). Section numbers are of RFC 3261 unless another RFC is named.
 */
const MEANINGS: ReadonlyMap<number, Meaning> = new Map([
  [300, refused('unknown-number')],
  // The server sends us to another one, to which the account is not bound.
  [305, refused('server-fault')],
  [380, refused('peer-cannot-take-it')],
  [400, refused('server-fault')],
  // §22: our credentials were tried and refused. The operator may still correct the account within 12 h.
  [401, later('login-refused')],
  // A device answers this to a sender whom it does not want; ours does too. The relay passes it on.
  [403, refused('peer-cannot-take-it')],
  [404, refused('unknown-number')],
  [405, refused('peer-cannot-take-it')],
  [406, refused('peer-cannot-take-it')],
  [407, later('login-refused')],
  [408, later('peer-cannot-take-it')],
  [410, refused('unknown-number')],
  [413, refused('too-long')],
  [414, refused('too-long')],
  [415, refused('peer-cannot-take-it')],
  [416, refused('unknown-number')],
  [420, refused('peer-cannot-take-it')],
  // RFC 8224 §6.2.2: the relay misses the identity that it should have added for our account, or does not believe it.
  [428, later('login-refused')],
  [429, later('server-fault')],
  [430, later('server-fault')], // RFC 5626 §11.1: the flow failed.
  [433, refused('peer-cannot-take-it')],
  [436, later('login-refused')],
  [437, later('login-refused')],
  [438, later('login-refused')],
  [480, later('peer-cannot-take-it')],
  [481, later('server-fault')],
  // A loop, or too many hops: a fault in the operator's routes, which the operator can mend.
  [482, later('server-fault')],
  [483, later('server-fault')],
  [484, refused('unknown-number')],
  [485, refused('unknown-number')],
  [486, later('peer-cannot-take-it')],
  [487, later('server-fault')],
  [488, refused('peer-cannot-take-it')],
  [489, refused('peer-cannot-take-it')],
  [491, later('server-fault')],
  [493, refused('peer-cannot-take-it')],
  [494, later('server-fault')],
  [500, later('server-fault')],
  [501, refused('peer-cannot-take-it')],
  [505, refused('server-fault')],
  [513, refused('too-long')],
  [600, refused('peer-cannot-take-it')],
  [604, refused('unknown-number')],
]);

/**
 * Reads a final SIP status, 200…699; throws RangeError outside. `retryAfterMs` is the answer's Retry-After, already
 * clamped by the link.
 */
export function outcomeOfStatus(sipStatus: number, retryAfterMs: number | null): TryOutcome {
  if (!Number.isInteger(sipStatus) || sipStatus < 200 || sipStatus > 699) {
    throw new RangeError(`${sipStatus} is no final SIP status (200…699)`);
  }
  if (sipStatus < 300) return { kind: 'accepted', sipStatus };
  const meaning = MEANINGS.get(sipStatus) ?? classMeaning(sipStatus);
  return meaning.kind === 'refused'
    ? { kind: 'refused', sipStatus, reason: meaning.reason }
    : { kind: 'unanswered', sipStatus, reason: meaning.reason, retryAfterMs };
}

function classMeaning(sipStatus: number): Meaning {
  const meaning = MEANINGS.get(Math.trunc(sipStatus / 100) * 100);
  if (meaning === undefined) throw new Error(`no meaning for the class of ${sipStatus}`);
  return meaning;
}
