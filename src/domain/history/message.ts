import type { FailureReason } from './failure-reason.ts';
import type { MessageId } from './message-id.ts';
import type { PeerAddress } from '../peer-address.ts';
import type { DeviceAgeMs, EpochMs } from '../time.ts';

/**
 * Status of a message that was sent. It moves forward only: sending ⇄ waiting → enqueued → delivered → read, or to
 * failed. One step leads out of failed: a late delivery report makes it delivered.
 */
export const OUTGOING_STATUSES = ['sending', 'waiting', 'enqueued', 'delivered', 'read', 'failed'] as const;
export type OutgoingStatus = (typeof OUTGOING_STATUSES)[number];

/**
 * Position in the owner's history: assigned by the store, always growing, never used twice. The screen shows events in
 * this order.
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
   * What last kept the message from being sent. Set while it is sending or waiting, and when it failed after 12 h; null
   * in every other status and when nothing is known.
   */
  readonly cause: FailureReason | null;
  /** Tries begun since the owner pressed Enter (or since the last resend). */
  readonly tries: number;
  /** Device age at which the handset gives up: 12 h after Enter or the last resend. */
  readonly giveUpAtAgeMs: DeviceAgeMs;
  readonly blanked: boolean;
}

/** A failure that the owner did not ask for, and has to be told of. */
export function failedUnasked({ status, failure }: OutgoingMessage): boolean {
  return status === 'failed' && failure !== 'cancelled';
}

/** A message that the owner received. */
export interface IncomingMessage {
  readonly direction: 'incoming';
  readonly sequence: Sequence;
  readonly id: MessageId;
  /** The sender that the relay authenticated. */
  readonly peer: PeerAddress;
  readonly body: string;
  /** Bytes of the text that were left out because it was too long; 0 for a whole one. */
  readonly cutBytes: number;
  readonly receivedAtMs: EpochMs;
  /** When it was written, as the sender claims (Date or CPIM DateTime). It is shown, but nothing is sorted by it. */
  readonly sentAtMs: EpochMs | null;
  readonly read: boolean;
  /** Another text came under the same id: the first one is kept, and its row is marked. */
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
  /** Number of the try, counted from 1, when `kind` is 'try'; null otherwise. */
  readonly tryNumber: number | null;
  /** SIP status code of the answer, 100…699; null when none came. */
  readonly sipStatus: number | null;
  /** Why the try or the message failed; null when it did not. */
  readonly reason: FailureReason | null;
}
