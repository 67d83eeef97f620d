import type { MonotonicMs } from '../time.ts';

/**
 * How long one try may take; the link settles within it. Timer F of RFC 3261 (32 s) would leave room for one try in a
 * minute.
 */
export const SEND_TRY_TIMEOUT_MS = 12_000;
/** Tries while the status says "Sending". */
export const TRIES_PER_ROUND = 5;
/** From Enter to "Waiting" at the latest. */
export const ROUND_MS = 60_000;
/** From Enter (or resend) until the handset gives up. */
export const GIVE_UP_AFTER_MS = 12 * 3_600_000;
/** The owner is warned so long before the handset gives up. */
export const WARNING_BEFORE_MS = 3_600_000;
/** Messages in status Sending or Waiting; the next one is refused. */
export const MAX_UNFINISHED = 1_000;
/**
 * Peers with a try in flight at the same time: one that does not answer must not hold up the others, nor all load the
 * relay at once.
 */
export const MAX_TRIES_IN_FLIGHT = 16;
/**
 * Of these, at most so many for messages that only wait: what the owner sends now never queues behind peers that do not
 * answer.
 */
export const MAX_WAITING_TRIES_IN_FLIGHT = 12;
/** After a restart the flow needs a moment: its registration is a trigger and comes first when all is well. */
export const FIRST_TRY_AFTER_RESTART_MS = 3_000;

/**
 * When the tries of a round begin at the earliest, from its start: close together first, for a hiccup; spread out then.
 * Each offset is at most `12 s × tries before it`, so that five tries which all time out still end within the minute.
 */
const TRY_OFFSETS_MS: readonly number[] = [0, 3_000, 9_000, 21_000, 45_000];

/** A lane's current five tries. `begun` of them were begun. */
export interface Round {
  readonly startedAtMs: MonotonicMs;
  readonly begun: number;
}

/** When the next try of the round may begin, or null when the round is over. `nowMs` is the end of the last try. */
export function nextTryAtMs(round: Round, nowMs: MonotonicMs, notBeforeMs: number): number | null {
  const offset = TRY_OFFSETS_MS[round.begun];
  if (offset === undefined) return null;
  const atMs = Math.max(nowMs, round.startedAtMs + offset, notBeforeMs);
  return atMs > round.startedAtMs + ROUND_MS - SEND_TRY_TIMEOUT_MS ? null : atMs;
}
