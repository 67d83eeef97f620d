/** What the wait before the next round depends on. */
export interface ReconnectSituation {
  /** Rounds in a row that ended without a registration; 0 when a registered flow was just lost. */
  readonly failedRounds: number;
  /** A server was reached, and is at fault. It gets more rest with every round, also when the dice say none. */
  readonly serverFault?: boolean;
  /** The server refused the account. Trying fast would only get the address banned. */
  readonly loginRefused: boolean;
  /**
   * The server's Retry-After; null when it named none. It is obeyed up to 30 min, so that a faulty server cannot
   * silence a handset for a day.
   */
  readonly retryAfterMs: number | null;
}

/**
 * RFC 5626 §4.5 starts at 30 s, we start at 20 s: a handset that lost its flow for a moment should be back soon, and
 * 1,000 handsets that one relay's restart cut off still come back spread over 20 s.
 */
const BASE_MS = 20_000;
/** RFC 5626 §4.5: max-time. */
const MAX_MS = 1_800_000;
const MIN_MS = 500;
const MIN_AFTER_REFUSAL_MS = 60_000;

/**
 * The wait before the next round of connection attempts. The upper bound doubles with every failed round up to 30 min
 * (RFC 5626 §4.5), and the wait is a random part of it ("full jitter", which burdens a returning server least).
 * @param fraction uniform in [0, 1)
 * @returns 500…2,160,000 ms. When the server asked for a time, up to 20 % more than that, so that the handsets do not
 * come back all at once.
 */
export function reconnectDelayMs(situation: ReconnectSituation, fraction: number): number {
  const { failedRounds, serverFault = false, loginRefused, retryAfterMs } = situation;
  // The first round that fails after a lost flow waits no longer than the loss itself did, because most outages are
  // short.
  const doublings = Math.min(20, Math.max(0, failedRounds - 1));
  const afterRefusalMs = loginRefused ? MIN_AFTER_REFUSAL_MS : MIN_MS;
  const mostMs = Math.min(MAX_MS, Math.max(2 * afterRefusalMs, BASE_MS * 2 ** doublings));
  // RFC 5626 §4.5: from the second failure on the wait is at least half of the upper bound.
  const leastMs = serverFault && failedRounds > 1 ? mostMs / 2 : afterRefusalMs;
  const delayMs = leastMs + fraction * (mostMs - leastMs);
  const askedMs = Math.min(MAX_MS, retryAfterMs ?? 0) * (1 + 0.2 * fraction);
  return Math.round(Math.max(delayMs, askedMs));
}
