import type { TryOutcome } from '../history/failure-reason.ts';
import type { MessageId } from '../history/message-id.ts';
import {
  afterFailedTry,
  isAnswer,
  asideFrom,
  earliestPassMs,
  hasFailedOften,
  nextInPass,
  ownPassMs,
  withoutRetryAfter,
} from './outbox-pass.ts';
import { nextTryAtMs, TRIES_PER_ROUND, type Round } from './outbox-policy.ts';
import type { Lane, Pending } from './outbox-state.ts';
import { advanced } from './transition.ts';
import type { PeerAddress } from '../peer-address.ts';
import type { Moment } from '../time.ts';

/** The lane of messages to one peer, and how each event changes it. */

export function emptyLane(peer: PeerAddress): Lane {
  return {
    peer,
    pending: [],
    round: null,
    dueAtMs: null,
    pass: null,
    inFlight: null,
    triggered: false,
    occupied: false,
  };
}

export function startOfRound(moment: Moment): Round {
  return { startedAtMs: moment.monotonicMs, begun: 0 };
}

/**
 * Puts the message at its place by sequence. It replaces the same message if that is there already (resent while
 * waiting).
 */
export function laneWithMessage(lane: Lane, added: Pending): Lane {
  const others = lane.pending.filter(({ message }) => message.id !== added.message.id);
  const after = others.findIndex(({ message }) => message.sequence > added.message.sequence);
  return { ...lane, pending: others.toSpliced(after < 0 ? others.length : after, 0, added) };
}

export function laneWithoutMessage(lane: Lane, id: MessageId): Lane {
  return { ...lane, pending: lane.pending.filter(({ message }) => message.id !== id) };
}

/** After a trigger the lane is due, unless the server named a later time. `overRetryAfter`: that counts no more. */
export function laneTriggered(lane: Lane, moment: Moment, overRetryAfter: boolean): Lane {
  if (lane.pending.length === 0) return lane;
  const pending = overRetryAfter ? lane.pending.map(withoutRetryAfter) : lane.pending;
  const next = { ...lane, pending };
  if (lane.inFlight !== null) return { ...next, triggered: true };
  return { ...next, pass: null, dueAtMs: earliestPassMs({ ...next, pass: null }, moment.monotonicMs) };
}

/** The message in flight needs no more tries: the next one follows at once. */
export function laneAfterEnd(lane: Lane, id: MessageId, moment: Moment, accepted: boolean): Lane {
  const nowMs = moment.monotonicMs;
  const ended = lane.pending.find(({ message }) => message.id === id);
  const without = laneWithoutMessage(lane, id);
  const pending = without.pending.map((each) => {
    const overtaken = accepted && ended !== undefined && !ended.aside && each.message.sequence < ended.message.sequence;
    return overtaken && !each.aside ? asideFrom(each, nowMs) : each;
  });
  const sending = pending.some(({ message, aside }) => message.status === 'sending' && !aside);
  return {
    ...without,
    pending,
    inFlight: null,
    triggered: false,
    dueAtMs: pending.every(({ aside }) => aside) ? null : nowMs,
    round: sending ? startOfRound(moment) : null,
  };
}

/** A lane that is due and has nothing to try, because its pass is over, or all that is left has a time of its own. */
export function laneAtRest(lane: Lane, moment: Moment): Lane {
  const nowMs = moment.monotonicMs;
  const isDue = lane.dueAtMs !== null && lane.dueAtMs <= nowMs && lane.inFlight === null;
  if (!isDue || nextInPass(lane, nowMs) !== null) return lane;
  const next = { ...lane, pass: null };
  const inRoundMs = roundTryAtMs(next, nowMs);
  return { ...next, dueAtMs: inRoundMs ?? ownPassMs(next, nowMs) };
}

/**
 * After a failed try: the lane with the time of the next one, and the messages that now wait for a trigger. While the
 * pass goes on, only the message that was tried can be among them.
 */
export function laneAfterFailedTry(
  lane: Lane,
  tried: Pending,
  outcome: Extract<TryOutcome, { kind: 'unanswered' }>,
  { moment, flow }: { readonly moment: Moment; readonly flow: boolean },
): { readonly lane: Lane; readonly becameWaiting: ReadonlySet<MessageId> } {
  const nowMs = moment.monotonicMs;
  const answered = isAnswer(outcome, flow);
  const met = afterFailedTry(tried, outcome, { answered, inRound: lane.round !== null }, nowMs);
  const failed = { ...met, message: { ...tried.message, cause: outcome.reason } };
  const landed = { ...laneWithMessage(lane, failed), inFlight: null };
  const afterSequence = tried.message.sequence;
  const going = { ...landed, pass: { afterSequence, tries: (lane.pass?.tries ?? 0) + 1 }, dueAtMs: nowMs };
  const goesOn = answered && !failed.aside && hasFailedOften(failed) && nextInPass(going, nowMs) !== null;
  if (goesOn) return waitingAmong(going, (each) => each === failed && each.triesInRound >= TRIES_PER_ROUND);
  const ended = { ...landed, pass: null };
  const inRoundMs = roundTryAtMs(ended, nowMs);
  const dueAtMs = lane.triggered ? earliestPassMs(ended, nowMs) : null;
  const behind = failed.aside ? ended.pending : ended.pending.map((each) => withCause(each, failed));
  const next = {
    ...ended,
    pending: behind,
    triggered: false,
    round: inRoundMs === null ? null : lane.round,
    dueAtMs: dueAtMs ?? inRoundMs ?? ownPassMs(ended, nowMs),
  };
  return waitingAmong(next, (each) => inRoundMs === null || each.triesInRound >= TRIES_PER_ROUND);
}

function roundTryAtMs(lane: Lane, nowMs: number): number | null {
  if (lane.round === null) return null;
  const earliestMs = earliestPassMs(lane, nowMs);
  return earliestMs === null ? null : nextTryAtMs(lane.round, nowMs, earliestMs);
}

/** What stopped a message also keeps those behind it. */
function withCause(pending: Pending, failed: Pending): Pending {
  if (pending.aside || pending.message.sequence < failed.message.sequence) return pending;
  return { ...pending, message: { ...pending.message, cause: failed.message.cause } };
}

function waitingAmong(
  lane: Lane,
  isExhausted: (pending: Pending) => boolean,
): { readonly lane: Lane; readonly becameWaiting: ReadonlySet<MessageId> } {
  const becameWaiting = new Set<MessageId>();
  const pending = lane.pending.map((each) => {
    if (each.message.status !== 'sending' || !isExhausted(each)) return each;
    becameWaiting.add(each.message.id);
    const { cause, tries } = each.message;
    return { ...each, message: advanced(each.message, { kind: 'waits', cause, tries }) };
  });
  return { lane: { ...lane, pending }, becameWaiting };
}
