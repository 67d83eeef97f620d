import type { MonotonicMs } from '../time.ts';

/**
 * How long one try may take; the link answers within this time. With Timer F of RFC 3261 (32 s) only one try would fit
 * into a minute.
 */
export const SEND_TRY_TIMEOUT_MS = 12_000;
/** Tries while the status says "Sending". */
export const TRIES_PER_ROUND = 5;
/** A message waits at the latest this long after Enter, and its status says so. */
export const ROUND_MS = 60_000;
/** From Enter (or resend) until the handset gives up. */
export const GIVE_UP_AFTER_MS = 12 * 3_600_000;
/** How long before the handset gives up the owner is warned. */
export const WARNING_BEFORE_MS = 3_600_000;
/** How many messages may be in status Sending or Waiting; one more is refused. */
export const MAX_UNFINISHED = 1_000;
/**
 * How many peers may have a try in flight at the same time. A peer that does not answer must not hold up the others,
 * and all peers at once would be too much for the relay.
 */
export const MAX_TRIES_IN_FLIGHT = 16;
/**
 * How many of these tries may be for waiting messages, so that what the owner sends now never queues behind peers that
 * do not answer.
 */
export const MAX_WAITING_TRIES_IN_FLIGHT = 12;
/**
 * So many answers without success may be about the message alone, and the next one of its lane is tried. In the minute
 * of "Sending" that is after 9 s.
 */
export const ANSWERS_TO_GIVE_WAY = 3;
/** The most tries of one turn through a lane, so that a peer whose messages all fail costs no more than this. */
export const TRIES_IN_PASS = 4;
/** Those behind a message wait at most this long for the time that the server named for it. */
export const HOLD_MS = 60_000;
const LONGEST_BACK_OFF_MS = 30 * 60_000;
/** The wait after so many tries that failed outside of the minute of "Sending", when no trigger comes. */
export function backOffMs(retries: number): number {
  return Math.min(LONGEST_BACK_OFF_MS, 60_000 * 2 ** Math.min(retries, 20));
}
/**
 * After a restart the connection needs a moment. When all is well it registers before this time, and that is a trigger.
 */
export const FIRST_TRY_AFTER_RESTART_MS = 3_000;

/**
 * Earliest begin of each try, counted from the start of the round: close together at first, in case of a short
 * disturbance, then further apart. Each offset is at most `12 s × tries before it`, so that five tries which all time
 * out still end within the minute.
 */
const TRY_OFFSETS_MS: readonly number[] = [0, 3_000, 9_000, 21_000, 45_000];

/** The lane's current round of up to five tries, of which `begun` have begun. */
export interface Round {
  readonly startedAtMs: MonotonicMs;
  readonly begun: number;
}

/** Earliest begin of the round's next try, or null when the round is over. `nowMs` is the end of the last try. */
export function nextTryAtMs(round: Round, nowMs: number, notBeforeMs: number): number | null {
  const offset = TRY_OFFSETS_MS[round.begun];
  if (offset === undefined) return null;
  const atMs = Math.max(nowMs, round.startedAtMs + offset, notBeforeMs);
  return atMs > round.startedAtMs + ROUND_MS - SEND_TRY_TIMEOUT_MS ? null : atMs;
}
