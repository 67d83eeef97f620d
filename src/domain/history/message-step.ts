import type { TryOutcome } from './failure-reason.ts';
import type { MessageStep } from './message.ts';
import type { FailureReason } from './failure-reason.ts';
import type { EpochMs } from '../time.ts';

/** A step without a SIP answer. */
export function plainStep(kind: MessageStep['kind'], atMs: EpochMs, reason: FailureReason | null = null): MessageStep {
  return { atMs, kind, tryNumber: null, sipStatus: null, reason };
}

/** A try with its answer. Its time is that of the try's beginning. */
export function tryStep(tryNumber: number, begunAtMs: EpochMs, outcome: TryOutcome): MessageStep {
  const reason = outcome.kind === 'accepted' ? null : outcome.reason;
  return { atMs: begunAtMs, kind: 'try', tryNumber, sipStatus: outcome.sipStatus, reason };
}
