import type { FailureReason } from './failure-reason.ts';
import type { MessageId } from './message-id.ts';
import type { PeerAddress } from '../peer-address.ts';
import type { DeviceAgeMs, EpochMs } from '../time.ts';

/**
 * Status of a message that was sent. It moves forward only: sending ⇄ waiting → enqueued → delivered → read, or →
 * failed; a late delivery report may lift failed to delivered.
 */
export const OUTGOING_STATUSES = ['sending', 'waiting', 'enqueued', 'delivered', 'read', 'failed'] as const;
export type OutgoingStatus = (typeof OUTGOING_STATUSES)[number];

/**
 * Position in the owner's history: assigned by the store, strictly growing, never used twice. Order on the screen
 * follows it.
 */
export type Sequence = number;

/** A message that the owner sent. */
export interface OutgoingMessage {
  readonly direction: 'outgoing';
  readonly sequence: Sequence;
  readonly id: MessageId;
  readonly peer: PeerAddress;
  /** Text as typed; '' once blanked. */
  readonly body: string;
  readonly composedAtMs: EpochMs;
  readonly status: OutgoingStatus;
  /** Present exactly while `status` is 'failed'. */
  readonly failure: FailureReason | null;
  /**
   * While it is tried or waits, and when it failed at 12 h: what kept it here last, null when nothing is known. Else
   * null.
   */
  readonly cause: FailureReason | null;
  /** Tries begun since Enter (or since the last resend). */
  readonly tries: number;
  /** Device age at which the handset gives up: composed + 12 h. */
  readonly giveUpAtAgeMs: DeviceAgeMs;
  readonly blanked: boolean;
}

/** A message that the owner received. */
export interface IncomingMessage {
  readonly direction: 'incoming';
  readonly sequence: Sequence;
  readonly id: MessageId;
  /** The sender that the relay authenticated. */
  readonly peer: PeerAddress;
  readonly body: string;
  readonly receivedAtMs: EpochMs;
  /** The sender's own word about when it was written (Date or CPIM DateTime); shown, never sorted by. */
  readonly sentAtMs: EpochMs | null;
  readonly read: boolean;
  /** Another text came under the same id: the first is kept, the row is marked. */
  readonly conflict: boolean;
  readonly blanked: boolean;
}

export type Message = OutgoingMessage | IncomingMessage;

/**
 * A stretch of time in which the relay could not be reached, shown as a line in History. `toMs` is null while it lasts.
 */
export interface UnreachablePeriod {
  readonly fromMs: EpochMs;
  readonly toMs: EpochMs | null;
}

/** One step in a message's life, shown by "Details". */
export interface MessageStep {
  readonly atMs: EpochMs;
  readonly kind:
    'composed' | 'try' | 'accepted' | 'waiting' | 'delivered' | 'read' | 'failed' | 'resent' | 'received' | 'blanked';
  /** Ordinal of the try, 1…, for 'try'; else null. */
  readonly tryNumber: number | null;
  /** SIP status code of the answer, 100…699; null when none came. */
  readonly sipStatus: number | null;
  /** Why the try or the message failed; null when it did not. */
  readonly reason: FailureReason | null;
}
