/** What the delay depends on. */
export interface ReconnectSituation {
  /** Rounds in a row that ended without a registration; 0 when a registered flow was just lost. */
  readonly failedRounds: number;
  /** The server refused the account: trying fast would only get the address banned. */
  readonly loginRefused: boolean;
  /** The server's Retry-After, obeyed up to 30 min: a server that lies must not silence a handset for a day. Null when it named none. */
  readonly retryAfterMs: number | null;
}

/**
 * Where RFC 5626 §4.5 starts at 30 s, we start at 20: a phone that was lost for a moment should be back soon, and 1,000 of them that
 * one relay's restart threw off still come back spread over 20 s.
 */
const BASE_MS = 20_000;
/** RFC 5626 §4.5: max-time. */
const MAX_MS = 1_800_000;
const MIN_MS = 500;
const MIN_AFTER_REFUSAL_MS = 60_000;

/**
 * How long to wait before the next round of connection attempts: the upper bound doubles with every failed round up to 30 min (RFC 5626
 * §4.5), and the wait is any part of it, by chance ("full jitter": the least load on a server that comes back).
 *
 * @param fraction uniform in [0, 1)
 * @returns 500…2,160,000 ms: where the server asked for a time, up to 20 % more than that, so that those it asked do not come back as one
 */
export function reconnectDelayMs(situation: ReconnectSituation, fraction: number): number {
  const { failedRounds, loginRefused, retryAfterMs } = situation;
  const leastMs = loginRefused ? MIN_AFTER_REFUSAL_MS : MIN_MS;
  // The first round that fails after a lost flow waits no longer than the loss itself did: most outages are short.
  const doublings = Math.min(20, Math.max(0, failedRounds - 1));
  const mostMs = Math.min(MAX_MS, Math.max(2 * leastMs, BASE_MS * 2 ** doublings));
  const delayMs = leastMs + fraction * (mostMs - leastMs);
  const askedMs = Math.min(MAX_MS, retryAfterMs ?? 0) * (1 + 0.2 * fraction);
  return Math.round(Math.max(delayMs, askedMs));
}
