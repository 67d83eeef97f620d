import { plainStep } from '../history/message-step.ts';
import { laneAtRest, laneWithMessage, laneWithoutMessage } from './outbox-lane.ts';
import { dueAside, nextInPass, ownPassMs } from './outbox-pass.ts';
import {
  MAX_TRIES_IN_FLIGHT,
  MAX_WAITING_TRIES_IN_FLIGHT,
  ROUND_MS,
  SEND_TRY_TIMEOUT_MS,
  WARNING_BEFORE_MS,
} from './outbox-policy.ts';
import type { Lane, OutboxDecision, OutboxState, Pending } from './outbox-state.ts';
import { advanced } from './transition.ts';
import type { FailureReason } from '../history/failure-reason.ts';
import type { PeerAddress } from '../peer-address.ts';
import type { Moment } from '../time.ts';

/** The state under change during one step, and the decisions so far. */
export interface OutboxDraft {
  readonly lanes: Map<PeerAddress, Lane>;
  readonly flow: boolean;
  readonly noFlowReason: FailureReason | null;
  readonly decisions: OutboxDecision[];
}

/**
 * What follows from the time alone: giving up after 12 h, the warning before that, and the end of the minute of
 * "Sending".
 */
export function settleTime(draft: OutboxDraft, moment: Moment): void {
  for (const lane of draft.lanes.values()) {
    let next = lane;
    for (const pending of lane.pending) next = settlePending(draft, next, pending, moment);
    next = laneAtRest(withoutIdleRound(next, moment), moment);
    if (next.pending.length === 0 && next.inFlight === null && !next.occupied) draft.lanes.delete(lane.peer);
    else if (next !== lane) draft.lanes.set(lane.peer, next);
  }
}

function settlePending(draft: OutboxDraft, lane: Lane, pending: Pending, moment: Moment): Lane {
  const { message } = pending;
  const { id, peer, sequence, tries, giveUpAtAgeMs } = message;
  // The answer to a try in flight may still be yes, and then it would be false to say that the handset gave up.
  const inFlight = lane.inFlight?.id === id;
  const cause = causeOf(draft, lane, pending);
  if (!inFlight && moment.ageMs >= giveUpAtAgeMs) {
    const steps = [plainStep('failed', moment.wallMs, 'not-sent-in-12-h')];
    draft.decisions.push({ kind: 'moveRow', id, peer, move: { event: { kind: 'gaveUp', cause, tries }, steps } });
    return laneWithoutMessage(lane, id);
  }
  let next = pending;
  if (!inFlight && message.status === 'sending' && moment.monotonicMs >= pending.enteredAtMs + ROUND_MS) {
    const event = { kind: 'waits', cause, tries } as const;
    const steps = [plainStep('waiting', moment.wallMs)];
    draft.decisions.push({ kind: 'moveRow', id, peer, move: { event, steps } });
    next = { ...next, message: advanced(message, event) };
  }
  if (!next.warned && next.message.status === 'waiting' && moment.ageMs >= giveUpAtAgeMs - WARNING_BEFORE_MS) {
    draft.decisions.push({ kind: 'warnGivingUp', id, peer, sequence });
    next = { ...next, warned: true };
  }
  return next === pending ? lane : { ...lane, pending: lane.pending.map((each) => (each === pending ? next : each)) };
}

/**
 * What keeps a message on the handset: the reason why there is no connection, else why the last try of the message
 * failed, else why that of the lane's first message did.
 */
function causeOf(draft: OutboxDraft, lane: Lane, { message }: Pending): FailureReason | null {
  return draft.noFlowReason ?? message.cause ?? lane.pending.find(({ aside }) => !aside)?.message.cause ?? null;
}

/**
 * Ends a round that has no "sending" message left. The lane then waits for a trigger, unless it is due already or waits
 * for a Retry-After.
 */
function withoutIdleRound(lane: Lane, moment: Moment): Lane {
  if (lane.round === null || lane.inFlight !== null) return lane;
  if (lane.pending.some(({ message, aside }) => message.status === 'sending' && !aside)) return lane;
  const keepsDue = lane.dueAtMs !== null && lane.dueAtMs <= moment.monotonicMs;
  return { ...lane, round: null, dueAtMs: keepsDue ? lane.dueAtMs : ownPassMs(lane, moment.monotonicMs) };
}

/**
 * Begins as many of the due tries as the limits on tries in flight allow: first what the owner just sent, then what has
 * been due the longest.
 */
export function startTries(draft: OutboxDraft, moment: Moment): void {
  const lanes = [...draft.lanes.values()];
  const flying = lanes.filter((lane) => lane.inFlight !== null);
  let free = MAX_TRIES_IN_FLIGHT - flying.length;
  let freeForWaiting = MAX_WAITING_TRIES_IN_FLIGHT - flying.filter((lane) => lane.round === null).length;
  if (free <= 0) return;
  const ready = lanes.filter((lane) => nextTry(draft, lane, moment) !== null).sort(byUrgency);
  for (const lane of ready) {
    if (free === 0 || (lane.round === null && freeForWaiting <= 0)) return;
    startTry(draft, lane, moment);
    free -= 1;
    if (lane.round === null) freeForWaiting -= 1;
  }
}

/** What the lane may try at this moment; null for nothing. Without a flow only new messages are tried. */
function nextTry({ flow }: OutboxDraft, lane: Lane, moment: Moment): Pending | null {
  if (lane.inFlight !== null || lane.occupied) return null;
  const nowMs = moment.monotonicMs;
  const isDue = lane.dueAtMs !== null && lane.dueAtMs <= nowMs && (flow || lane.round !== null);
  const next = (isDue ? nextInPass(lane, nowMs) : null) ?? (flow ? dueAside(lane, nowMs) : null);
  // A try must end before the deadline, so that the handset gives up on the second.
  return next !== null && next.message.giveUpAtAgeMs - moment.ageMs > SEND_TRY_TIMEOUT_MS ? next : null;
}

function byUrgency(left: Lane, right: Lane): number {
  const byRound = Number(left.round === null) - Number(right.round === null);
  const byDue = (left.dueAtMs ?? 0) - (right.dueAtMs ?? 0);
  return byRound || byDue || (left.pending[0]?.message.sequence ?? 0) - (right.pending[0]?.message.sequence ?? 0);
}

function startTry(draft: OutboxDraft, lane: Lane, moment: Moment): void {
  const next = nextTry(draft, lane, moment);
  if (next === null) throw new Error('the lane has nothing to try');
  const message = { ...next.message, tries: next.message.tries + 1 };
  // A round counts passes: those who are tried after one that gave way belong to the same pass.
  const beginsPass = !next.aside && (lane.pass === null || lane.round?.begun === 0);
  draft.lanes.set(lane.peer, {
    ...laneWithMessage(lane, { ...next, message, triesInRound: next.triesInRound + 1 }),
    inFlight: { id: message.id, tryNumber: message.tries, begunAtMs: moment.wallMs },
    round: lane.round === null ? null : { ...lane.round, begun: lane.round.begun + (beginsPass ? 1 : 0) },
  });
  draft.decisions.push({ kind: 'startTry', message });
}

/** Milliseconds, 0 or more, until 'timePassed' must be handed in; null when only another event can change anything. */
export function outboxWakeUpInMs(state: OutboxState, moment: Moment): number | null {
  let nearest: number | null = null;
  for (const lane of state.lanes.values()) {
    for (const delay of laneDelays(lane, moment)) {
      if (nearest === null || delay < nearest) nearest = delay;
    }
  }
  return nearest === null ? null : Math.max(0, nearest);
}

function* laneDelays(lane: Lane, moment: Moment): Generator<number> {
  // A lane that is due already waits for another try to end, not for time to pass.
  if (lane.inFlight === null && lane.dueAtMs !== null && lane.dueAtMs > moment.monotonicMs) {
    yield lane.dueAtMs - moment.monotonicMs;
  }
  for (const { message, warned, enteredAtMs, aside, notBeforeMs } of lane.pending) {
    if (lane.inFlight?.id === message.id) continue;
    if (aside && notBeforeMs > moment.monotonicMs) yield notBeforeMs - moment.monotonicMs;
    yield message.giveUpAtAgeMs - moment.ageMs;
    if (message.status === 'sending') yield enteredAtMs + ROUND_MS - moment.monotonicMs;
    else if (!warned) yield message.giveUpAtAgeMs - WARNING_BEFORE_MS - moment.ageMs;
  }
}
