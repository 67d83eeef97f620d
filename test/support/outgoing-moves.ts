import type { FailureReason } from '../../src/domain/history/failure-reason.ts';
import type { MessageStep, OutgoingStatus } from '../../src/domain/history/message.ts';
import type { OutgoingMove } from '../../src/domain/outbox/transition.ts';
import type { DeviceAgeMs } from '../../src/domain/time.ts';

interface Wanted {
  /** Why the message failed. */
  readonly reason?: FailureReason | null;
  /** What keeps the message on the handset, or kept it there until the handset gave up. */
  readonly cause?: FailureReason | null;
  readonly steps?: readonly MessageStep[];
  /** A new deadline, set by a resend before everything else. */
  readonly giveUpAtAgeMs?: DeviceAgeMs | undefined;
}

const move = (event: OutgoingMove['event']): OutgoingMove => ({ event, steps: [] });
const reported = (disposition: 'delivered' | 'displayed' | 'expired'): OutgoingMove =>
  move({ kind: 'reported', disposition, readReports: true });

/** The moves that bring a message from 'sending' to this status: one try, and what followed. */
export function movesTo(status: OutgoingStatus, wanted: Wanted = {}): readonly OutgoingMove[] {
  const { giveUpAtAgeMs, steps = [] } = wanted;
  return [
    ...(giveUpAtAgeMs === undefined ? [] : [move({ kind: 'resent', giveUpAtAgeMs })]),
    ...pathTo(status, wanted),
    { event: { kind: 'noted' }, steps },
  ];
}

function pathTo(status: OutgoingStatus, { reason = null, cause = null }: Wanted): readonly OutgoingMove[] {
  switch (status) {
    case 'sending':
      return cause === null ? [] : [move({ kind: 'unanswered', cause, tries: 1 })];
    case 'waiting':
      return [move({ kind: 'waits', cause, tries: 1 })];
    case 'enqueued':
      return [move({ kind: 'accepted', tries: 1 })];
    case 'delivered':
      return [move({ kind: 'accepted', tries: 1 }), reported('delivered')];
    case 'read':
      return [move({ kind: 'accepted', tries: 1 }), reported('displayed')];
    case 'failed':
      return failing(reason ?? 'unknown-number', cause);
  }
}

function failing(reason: FailureReason, cause: FailureReason | null): readonly OutgoingMove[] {
  switch (reason) {
    case 'not-sent-in-12-h':
      return [move({ kind: 'gaveUp', cause, tries: 1 })];
    case 'not-delivered-in-72-h':
      return [move({ kind: 'accepted', tries: 1 }), reported('expired')];
    default:
      return [move({ kind: 'refused', reason, tries: 1 })];
  }
}
