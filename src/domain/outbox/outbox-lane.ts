import type { TryOutcome } from '../history/failure-reason.ts';
import type { MessageId } from '../history/message-id.ts';
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
    notBeforeMs: 0,
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

/** After a trigger the lane's first message is due, unless the server named a later time. */
export function laneTriggered(lane: Lane, moment: Moment): Lane {
  if (lane.pending.length === 0) return lane;
  if (lane.inFlight !== null) return { ...lane, triggered: true };
  return { ...lane, dueAtMs: Math.max(moment.monotonicMs, lane.notBeforeMs) };
}

/** The message in flight needs no more tries: the next one follows at once. */
export function laneAfterEnd(lane: Lane, id: MessageId, moment: Moment): Lane {
  const next = laneWithoutMessage(lane, id);
  const sending = next.pending.some(({ message }) => message.status === 'sending');
  return {
    ...next,
    inFlight: null,
    triggered: false,
    // The relay has answered, and its Retry-After was about the message that has left the lane.
    notBeforeMs: 0,
    dueAtMs: next.pending.length === 0 ? null : moment.monotonicMs,
    round: sending ? startOfRound(moment) : null,
  };
}

/**
 * After a failed try: the lane with the time of the next one, and the messages that now wait for a trigger. What
 * stopped the first message keeps all behind it.
 */
export function laneAfterFailedTry(
  lane: Lane,
  { reason, retryAfterMs }: Extract<TryOutcome, { kind: 'unanswered' }>,
  moment: Moment,
): { readonly lane: Lane; readonly becameWaiting: ReadonlySet<MessageId> } {
  const nowMs = moment.monotonicMs;
  const notBeforeMs = retryAfterMs === null ? lane.notBeforeMs : nowMs + retryAfterMs;
  const inRoundMs = lane.round === null ? null : nextTryAtMs(lane.round, nowMs, notBeforeMs);
  const becameWaiting = new Set<MessageId>();
  const pending = lane.pending.map((before) => {
    const each = { ...before, message: { ...before.message, cause: reason } };
    const exhausted = inRoundMs === null || each.triesInRound >= TRIES_PER_ROUND;
    if (each.message.status !== 'sending' || !exhausted) return each;
    becameWaiting.add(each.message.id);
    return { ...each, message: advanced(each.message, { kind: 'waits', cause: reason, tries: each.message.tries }) };
  });
  const triggeredMs = lane.triggered ? Math.max(nowMs, notBeforeMs) : null;
  const afterRetryMs = notBeforeMs > nowMs ? notBeforeMs : null;
  return {
    becameWaiting,
    lane: {
      ...lane,
      pending,
      notBeforeMs,
      inFlight: null,
      triggered: false,
      round: inRoundMs === null ? null : lane.round,
      dueAtMs: triggeredMs ?? inRoundMs ?? afterRetryMs,
    },
  };
}
