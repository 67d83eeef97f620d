import type { TryOutcome } from '../history/failure-reason.ts';
import { backOffMs, ANSWERS_TO_GIVE_WAY, HOLD_MS, TRIES_IN_PASS } from './outbox-policy.ts';
import type { Lane, Pending, Trial } from './outbox-state.ts';

/**
 * Which message of a lane is tried. A lane is tried in passes: each begins with the first message, so that the order
 * stands. A message that was answered a few times, and not accepted, gives way, and the next one is tried after it in
 * the same pass. When that one is accepted, the answers were about the first message and not about the peer: it stands
 * aside, holds nobody any more, and is tried at its own pace.
 */

/** The next message of a pass that is due; null when the pass is over, or when nothing may be tried yet. */
export function nextInPass(lane: Lane, nowMs: number): Pending | null {
  const { afterSequence, tries } = lane.pass ?? { afterSequence: -1, tries: 0 };
  // The last try of a pass goes to one that has not failed often: many that fail must not use up every pass.
  const isLast = tries === TRIES_IN_PASS - 1;
  if (tries >= TRIES_IN_PASS) return null;
  for (const pending of lane.pending) {
    if (pending.aside || pending.message.sequence <= afterSequence) continue;
    if (pending.notBeforeMs <= nowMs && !(isLast && hasFailedOften(pending))) return pending;
    if (pending.notBeforeMs > nowMs && isHolding(pending, nowMs)) return null;
  }
  return null;
}

/** A message that stands aside and whose own time has come. It never interrupts a pass. */
export function dueAside(lane: Lane, nowMs: number): Pending | null {
  if (lane.pass !== null) return null;
  return lane.pending.find(({ aside, notBeforeMs }) => aside && notBeforeMs <= nowMs) ?? null;
}

/** The earliest moment, not before now, at which a pass would find something to try; null when there is nothing. */
export function earliestPassMs(lane: Lane, nowMs: number): number | null {
  const times: number[] = [];
  const regular = regularOf(lane);
  for (const [at, pending] of regular.entries()) {
    if (pending.notBeforeMs <= nowMs) return nowMs;
    times.push(pending.notBeforeMs);
    if (!isHolding(pending, nowMs)) continue;
    if (at < regular.length - 1) times.push(pending.holdsUntilMs);
    break;
  }
  return times.length === 0 ? null : Math.min(...times);
}

/** When the next pass begins without a trigger, after one that ended outside of a round; null: only at a trigger. */
export function ownPassMs(lane: Lane, nowMs: number): number | null {
  const times: number[] = [];
  const regular = regularOf(lane);
  for (const [at, { retryAtMs, ...pending }] of regular.entries()) {
    if (retryAtMs !== null) times.push(retryAtMs);
    if (pending.notBeforeMs <= nowMs) break;
    if (!isHolding(pending, nowMs)) continue;
    const letsGoMs = pending.holdsUntilMs < pending.notBeforeMs ? pending.holdsUntilMs : null;
    if (letsGoMs !== null && at < regular.length - 1) times.push(letsGoMs);
    break;
  }
  const later = times.filter((atMs) => atMs > nowMs);
  return later.length === 0 ? null : Math.min(...later);
}

function regularOf({ pending }: Lane): readonly Pending[] {
  return pending.filter(({ aside }) => !aside);
}

/** The server has answered it so often that the answers may be about this message alone. */
export function hasFailedOften({ failures }: Pick<Trial, 'failures'>): boolean {
  return failures >= ANSWERS_TO_GIVE_WAY;
}

/** Those behind it wait: it has not failed often, and the server has named a time that is not over. */
function isHolding(pending: Pick<Trial, 'failures' | 'holdsUntilMs'>, nowMs: number): boolean {
  return !hasFailedOften(pending) && pending.holdsUntilMs > nowMs;
}

/**
 * The message or report after a try that failed. Its Retry-After is the earliest time of the next try, and no schedule.
 */
export function afterFailedTry<Tried extends Trial>(
  tried: Tried,
  outcome: Extract<TryOutcome, { kind: 'unanswered' }>,
  { answered, inRound }: { readonly answered: boolean; readonly inRound: boolean },
  nowMs: number,
): Tried {
  const { retryAfterMs } = outcome;
  const failures = tried.failures + (answered ? 1 : 0);
  const hungUp = answered ? outcome.hungUp === true : tried.hungUp;
  const retries = inRound && !tried.aside ? 0 : tried.retries + 1;
  const ownPaceMs = nowMs + backOffMs(retries);
  const askedMs = retryAfterMs === null ? tried.notBeforeMs : nowMs + retryAfterMs;
  // Before a message upon which the server hangs up, others get their turn: over the next connection too.
  const notBeforeMs = tried.aside || costsConnections({ failures, hungUp }) ? Math.max(askedMs, ownPaceMs) : askedMs;
  return {
    ...tried,
    failures,
    hungUp,
    retries,
    notBeforeMs,
    holdsUntilMs: Math.min(notBeforeMs, nowMs + HOLD_MS),
    retryAtMs: notBeforeMs > nowMs ? Math.max(notBeforeMs, ownPaceMs) : null,
  };
}

/** Each time that it was tried the server hung up, so that it costs others their connection too. */
function costsConnections(tried: Pick<Trial, 'failures' | 'hungUp'>): boolean {
  return tried.hungUp && hasFailedOften(tried);
}

/**
 * What the server named counts no more. The own pace of a message upon which it hangs up does: the next try would cost
 * this connection too.
 */
export function withoutRetryAfter<Tried extends Trial>(tried: Tried): Tried {
  return costsConnections(tried) ? tried : { ...tried, notBeforeMs: 0 };
}

/** Whether a failed try says anything about the message. Without a network nothing does. */
export function isAnswer(
  { sipStatus, reason, hungUp }: Extract<TryOutcome, { kind: 'unanswered' }>,
  flow: boolean,
): boolean {
  return sipStatus !== null || hungUp === true || (flow && reason === 'server-fault');
}

/** From now on it is tried at its own pace, and nobody waits for it. */
export function asideFrom<Tried extends Trial>(tried: Tried, nowMs: number): Tried {
  const atMs = Math.max(tried.notBeforeMs, nowMs + backOffMs(0));
  return { ...tried, aside: true, retries: 0, notBeforeMs: atMs };
}
