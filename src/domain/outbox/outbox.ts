import type { TryOutcome } from '../history/failure-reason.ts';
import {
  emptyLane,
  laneWithMessage,
  laneWithoutMessage,
  laneTriggered,
  laneAfterFailedTry,
  laneAfterEnd,
  startOfRound,
} from './outbox-lane.ts';
import { ANSWERS_TO_GIVE_WAY, FIRST_TRY_AFTER_RESTART_MS, WARNING_BEFORE_MS } from './outbox-policy.ts';
import { settleTime, startTries, type OutboxDraft } from './outbox-schedule.ts';
import {
  UNTRIED,
  type Flight,
  type Lane,
  type OutboxEvent,
  type OutboxState,
  type OutboxStep,
  type Pending,
} from './outbox-state.ts';
import type { OutgoingMove } from './transition.ts';
import { plainStep, tryStep } from '../history/message-step.ts';
import type { OutgoingMessage } from '../history/message.ts';
import type { PeerAddress } from '../peer-address.ts';
import type { Moment } from '../time.ts';

/**
 * The outbox: what happens to a message from Enter until the relay has answered or the handset gives up. A pure
 * machine: from state, event and moment it makes the next state and what is to be done. The caller writes rows durably
 * before it hands in 'entered' and 'resent', carries decisions out in order, and hands in 'timePassed' after
 * `outboxWakeUpInMs`. Throws when a try ends that was not in flight.
 */
export function stepOutbox(state: OutboxState, event: OutboxEvent, moment: Moment): OutboxStep {
  const { flow, noFlowReason } = event.kind === 'flowChanged' ? flowAfter(event) : state;
  const draft: OutboxDraft = { lanes: new Map(state.lanes), flow, noFlowReason, decisions: [] };
  apply(draft, event, moment);
  settleTime(draft, moment);
  startTries(draft, moment);
  return { state: { lanes: draft.lanes, flow, noFlowReason }, decisions: draft.decisions };
}

function flowAfter(event: Extract<OutboxEvent, { kind: 'flowChanged' }>): Pick<OutboxState, 'flow' | 'noFlowReason'> {
  return { flow: event.up, noFlowReason: event.up ? null : event.reason };
}

function apply(draft: OutboxDraft, event: OutboxEvent, moment: Moment): void {
  switch (event.kind) {
    case 'restored':
      restore(draft, event, moment);
      return;
    case 'entered':
    case 'resent':
      enter(draft, event.message, moment);
      return;
    case 'triggered':
      // A new registration may be with another server, for which the Retry-After of the old one does not count.
      triggerAll(draft, moment, event.by === 'registered');
      return;
    case 'cancelled':
      cancel(draft, event, moment);
      return;
    case 'tryEnded':
      endTry(draft, event.peer, event.outcome, moment);
      return;
    case 'settled':
      update(draft, event.peer, (lane) => laneWithoutMessage(lane, event.id));
      return;
    case 'occupied':
      update(draft, event.peer, (lane) => ({ ...lane, occupied: true }));
      return;
    case 'released':
      update(draft, event.peer, (lane) => ({ ...lane, occupied: false }));
      return;
    case 'flowChanged':
      if (event.up) leaveToRegistration(draft, moment);
      return;
    case 'timePassed':
      return;
  }
}

function restore(
  draft: OutboxDraft,
  { messages, lastRunAgeMs }: Extract<OutboxEvent, { kind: 'restored' }>,
  moment: Moment,
): void {
  for (const message of messages) {
    // `lastRunAgeMs` was saved in whole milliseconds, so the warning's time is rounded in the same way.
    const warned = lastRunAgeMs >= Math.floor(message.giveUpAtAgeMs - WARNING_BEFORE_MS);
    update(draft, message.peer, (lane) => {
      const next = laneWithMessage(lane, { ...pendingOf(message, moment), failures: failuresBefore(message), warned });
      if (message.status === 'waiting') return next;
      return { ...next, round: startOfRound(moment), dueAtMs: moment.monotonicMs + FIRST_TRY_AFTER_RESTART_MS };
    });
  }
}

/**
 * How often it was answered before the restart, by what its row tells: as often as it was tried, unless the last try
 * met no network. Without this a message upon whose answer the handset starts again, for whatever reason, would hold
 * those behind it for as long as that goes on.
 */
function failuresBefore({ tries, cause }: OutgoingMessage): number {
  return cause === null || cause === 'no-network' ? 0 : Math.min(tries, ANSWERS_TO_GIVE_WAY);
}

/** Enter or resend. It is also a trigger: one message sent is a try for all that wait. */
function enter(draft: OutboxDraft, message: OutgoingMessage, moment: Moment): void {
  // What is known about a message counts no more when it is resent: it does not wait for its Retry-After.
  update(draft, message.peer, (lane) => ({
    ...laneWithMessage(lane, pendingOf(message, moment)),
    round: startOfRound(moment),
  }));
  triggerAll(draft, moment, false);
}

/**
 * Leaves what came due without a connection to the trigger of the registration that follows. If its try began here
 * already, that trigger would bring a second one.
 */
function leaveToRegistration(draft: OutboxDraft, moment: Moment): void {
  for (const lane of draft.lanes.values()) {
    const due = lane.dueAtMs !== null && lane.dueAtMs <= moment.monotonicMs;
    if (due && lane.round === null && lane.inFlight === null) draft.lanes.set(lane.peer, { ...lane, dueAtMs: null });
  }
}

function triggerAll(draft: OutboxDraft, moment: Moment, overRetryAfter: boolean): void {
  for (const lane of draft.lanes.values()) draft.lanes.set(lane.peer, laneTriggered(lane, moment, overRetryAfter));
}

function endTry(draft: OutboxDraft, peer: PeerAddress, outcome: TryOutcome, moment: Moment): void {
  const lane = draft.lanes.get(peer);
  const flight = lane?.inFlight;
  if (lane === undefined || flight === null || flight === undefined)
    throw new Error('a try ended that was not in flight');
  const head = lane.pending.find((pending) => pending.message.id === flight.id);
  if (head === undefined) {
    // A report said meanwhile what became of the message.
    const steps = [tryStep(flight.tryNumber, flight.begunAtMs, outcome)];
    draft.decisions.push({ kind: 'moveRow', id: flight.id, peer, move: { event: { kind: 'noted' }, steps } });
    update(draft, peer, (current) => laneAfterEnd(current, flight.id, moment, false));
  } else if (outcome.kind === 'unanswered' && head.cancelled) {
    const steps = [
      tryStep(flight.tryNumber, flight.begunAtMs, outcome),
      plainStep('failed', moment.wallMs, 'cancelled'),
    ];
    draft.decisions.push({ kind: 'moveRow', id: flight.id, peer, move: { event: cancellation(head), steps } });
    update(draft, peer, (current) => laneAfterEnd(current, flight.id, moment, false));
  } else if (outcome.kind === 'unanswered') {
    failTry(draft, lane, head, outcome, moment);
  } else {
    finish(draft, head, flight, outcome, moment);
  }
}

function failTry(
  draft: OutboxDraft,
  lane: Lane,
  head: Pending,
  outcome: Extract<TryOutcome, { kind: 'unanswered' }>,
  moment: Moment,
): void {
  const { lane: next, becameWaiting } = laneAfterFailedTry(lane, head, outcome, { moment, flow: draft.flow });
  const flight = lane.inFlight;
  if (flight === null) throw new Error('no try in flight');
  draft.lanes.set(lane.peer, next);
  for (const pending of next.pending) {
    const { id, peer, tries } = pending.message;
    const tried = id === head.message.id;
    const waits = becameWaiting.has(id);
    if (!tried && !waits) continue;
    const steps = [
      ...(tried ? [tryStep(flight.tryNumber, flight.begunAtMs, outcome)] : []),
      ...(waits ? [plainStep('waiting', moment.wallMs)] : []),
    ];
    const kind = waits ? 'waits' : 'unanswered';
    const cause = pending.message.cause ?? outcome.reason;
    draft.decisions.push({ kind: 'moveRow', id, peer, move: { event: { kind, cause, tries }, steps } });
  }
}

function finish(
  draft: OutboxDraft,
  head: Pending,
  flight: Flight,
  outcome: Exclude<TryOutcome, { kind: 'unanswered' }>,
  moment: Moment,
): void {
  const { id, peer, tries } = head.message;
  const accepted = outcome.kind === 'accepted';
  const reason = accepted ? null : outcome.reason;
  const end = { ...plainStep(accepted ? 'accepted' : 'failed', moment.wallMs, reason), sipStatus: outcome.sipStatus };
  const steps = [tryStep(flight.tryNumber, flight.begunAtMs, outcome), end];
  const event: OutgoingMove['event'] =
    reason === null ? { kind: 'accepted', tries } : { kind: 'refused', reason, tries };
  draft.decisions.push({ kind: 'moveRow', id, peer, move: { event, steps } });
  update(draft, peer, (lane) => laneAfterEnd(lane, id, moment, accepted));
}

/** The answer to a try in flight may still be yes, and then the message was sent. */
function cancel(draft: OutboxDraft, { id, peer }: Extract<OutboxEvent, { kind: 'cancelled' }>, moment: Moment): void {
  const lane = draft.lanes.get(peer);
  const pending = lane?.pending.find(({ message }) => message.id === id);
  if (lane === undefined || pending === undefined) return;
  if (lane.inFlight?.id === id) {
    draft.lanes.set(peer, laneWithMessage(lane, { ...pending, cancelled: true }));
    return;
  }
  const steps = [plainStep('failed', moment.wallMs, 'cancelled')];
  draft.decisions.push({ kind: 'moveRow', id, peer, move: { event: cancellation(pending), steps } });
  const wasFirst = lane.pending[0] === pending;
  update(draft, peer, (current) => {
    const next = laneWithoutMessage(current, id);
    // Those that it kept waiting have their turn.
    return wasFirst ? laneTriggered(next, moment, false) : next;
  });
}

function cancellation({ message: { tries } }: Pending): OutgoingMove['event'] {
  return { kind: 'cancelled', tries };
}

function pendingOf(message: OutgoingMessage, moment: Moment): Pending {
  return {
    message,
    enteredAtMs: moment.monotonicMs,
    triesInRound: 0,
    warned: false,
    ...UNTRIED,
    cancelled: false,
  };
}

/** Changes the peer's lane, and removes it when nothing is left in it. */
function update(draft: OutboxDraft, peer: PeerAddress, change: (lane: Lane) => Lane): void {
  const next = change(draft.lanes.get(peer) ?? emptyLane(peer));
  if (next.pending.length === 0 && next.inFlight === null && !next.occupied) draft.lanes.delete(peer);
  else draft.lanes.set(peer, next);
}
