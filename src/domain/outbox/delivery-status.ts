import type { OutgoingMessage, OutgoingStatus } from '../history/message.ts';
import type { FailureReason } from '../history/failure-reason.ts';

/** How far a status is along its one way. 'failed' stands beside it: what is known to have arrived cannot fail any more. */
const PROGRESS: Readonly<Record<OutgoingStatus, number>> = {
  sending: 0,
  waiting: 0,
  failed: 1,
  enqueued: 2,
  delivered: 3,
  read: 4,
};

/**
 * Whether a message may go from one status to the other. Forward only; a message that failed, or that is tried again, may still turn out
 * to be delivered. An acceptance never lifts 'failed': the owner was told, and only the peer's own device can say otherwise.
 */
export function mayBecome(from: OutgoingStatus, to: OutgoingStatus): boolean {
  if (from === 'failed') return to === 'delivered' || to === 'read';
  if (to === 'failed') return from === 'sending' || from === 'waiting' || from === 'enqueued';
  if (to === 'sending' || to === 'waiting') return PROGRESS[from] === 0 && from !== to;
  return PROGRESS[to] > PROGRESS[from];
}

/** What a peer's, or its relay's, notification says about a message (RFC 5438 §7.2). */
export type Disposition = 'delivered' | 'displayed' | 'failed' | 'expired';

export interface StatusChange {
  readonly status: OutgoingStatus;
  readonly failure: FailureReason | null;
}

/**
 * What a report makes of a message, or null when it tells nothing new. The caller has matched it: same id, and from the peer that the
 * message went to. `readReports`: the owner has opted in; without, "displayed" proves no more than that it was delivered.
 */
export function statusAfterReport(
  message: Pick<OutgoingMessage, 'status'>,
  disposition: Disposition,
  readReports: boolean,
): StatusChange | null {
  const change = reported(disposition, readReports);
  return mayBecome(message.status, change.status) ? change : null;
}

function reported(disposition: Disposition, readReports: boolean): StatusChange {
  switch (disposition) {
    case 'delivered':
      return { status: 'delivered', failure: null };
    case 'displayed':
      return { status: readReports ? 'read' : 'delivered', failure: null };
    case 'failed':
      return { status: 'failed', failure: 'peer-cannot-take-it' };
    case 'expired':
      return { status: 'failed', failure: 'not-delivered-in-72-h' };
  }
}
