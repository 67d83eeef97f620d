import type { TryOutcome } from '../history/failure-reason.ts';
import type { OutgoingMessage, Sequence } from '../history/message.ts';
import type { FailureReason } from '../history/failure-reason.ts';
import type { MessageId } from '../history/message-id.ts';
import type { Round } from './outbox-policy.ts';
import type { OutgoingMove } from './transition.ts';
import type { PeerAddress } from '../peer-address.ts';
import type { DeviceAgeMs, EpochMs, MonotonicMs } from '../time.ts';

/**
 * A message that is neither accepted nor failed. Its row on disk says the same; the other members are lost when the
 * power fails, which does no harm.
 */
export interface Pending {
  readonly message: OutgoingMessage;
  /** Time of Enter, resend or restart; the minute of "Sending" counts from here. */
  readonly enteredAtMs: MonotonicMs;
  readonly triesInRound: number;
  readonly warned: boolean;
}

/**
 * The messages to one peer, in their order. At most one request to that peer is in flight (RFC 3428 §8); a report
 * counts as one.
 */
export interface Lane {
  readonly peer: PeerAddress;
  /** Sorted by sequence; only the first is ever tried. */
  readonly pending: readonly Pending[];
  /** Present while a message of the lane is "sending". */
  readonly round: Round | null;
  /** When the first message may be tried next, in ms of the monotonic clock; null: at the next trigger. */
  readonly dueAtMs: number | null;
  /** The end of the server's Retry-After, in ms of the monotonic clock; 0 when there is none. */
  readonly notBeforeMs: number;
  readonly inFlight: Flight | null;
  /** A trigger came while a try was in flight: if that try fails, the next one follows at once. */
  readonly triggered: boolean;
  /** A delivery report to this peer is in flight. */
  readonly occupied: boolean;
}

export interface Flight {
  readonly id: MessageId;
  readonly tryNumber: number;
  readonly begunAtMs: EpochMs;
}

export interface OutboxState {
  readonly lanes: ReadonlyMap<PeerAddress, Lane>;
  /**
   * Whether there is a registered connection. Without one, waiting messages are not tried: every try would fail at once
   * and cost a durable write, which makes a thousand writes at every Enter. The next registration triggers them.
   */
  readonly flow: boolean;
  /** Why there is no connection, as far as the link knows; null while there is one. */
  readonly noFlowReason: FailureReason | null;
}

export const EMPTY_OUTBOX: OutboxState = { lanes: new Map(), flow: false, noFlowReason: null };

export type OutboxEvent =
  /**
   * After a start: every row in status sending or waiting. A try that was in flight when the power failed is repeated
   * under the same id. `lastRunAgeMs` is the last device age at which the device is known to have run: warnings that
   * were due by then were given then.
   */
  | {
      readonly kind: 'restored';
      readonly messages: readonly OutgoingMessage[];
      readonly lastRunAgeMs: DeviceAgeMs;
    }
  /** The owner pressed Enter, and the row is on disk. */
  | { readonly kind: 'entered'; readonly message: OutgoingMessage }
  /** The owner sent it again: the row is on disk in status sending, with its new deadline. */
  | { readonly kind: 'resent'; readonly message: OutgoingMessage }
  | { readonly kind: 'flowChanged'; readonly up: true }
  | { readonly kind: 'flowChanged'; readonly up: false; readonly reason: FailureReason | null }
  | { readonly kind: 'triggered'; readonly by: 'registered' | 'keep-alive' }
  | { readonly kind: 'tryEnded'; readonly id: MessageId; readonly peer: PeerAddress; readonly outcome: TryOutcome }
  /** A report said what became of the message: there is nothing left to try. */
  | { readonly kind: 'settled'; readonly id: MessageId; readonly peer: PeerAddress }
  /** A delivery report to the peer is in flight ('occupied'), or has ended ('released'). */
  | { readonly kind: 'occupied'; readonly peer: PeerAddress }
  | { readonly kind: 'released'; readonly peer: PeerAddress }
  | { readonly kind: 'timePassed' };

export type OutboxDecision =
  /** Hand this message to the link now; the try's end comes back as 'tryEnded'. */
  | { readonly kind: 'startTry'; readonly message: OutgoingMessage }
  | { readonly kind: 'moveRow'; readonly id: MessageId; readonly peer: PeerAddress; readonly move: OutgoingMove }
  | {
      readonly kind: 'warnGivingUp';
      readonly id: MessageId;
      readonly peer: PeerAddress;
      readonly sequence: Sequence;
    };

export interface OutboxStep {
  readonly state: OutboxState;
  /** What is to be done, in this order. */
  readonly decisions: readonly OutboxDecision[];
}

export function unfinishedCount(state: OutboxState): number {
  let count = 0;
  for (const lane of state.lanes.values()) count += lane.pending.length;
  return count;
}

/** Whether a request to that peer is in flight. */
export function isPeerBusy(state: OutboxState, peer: PeerAddress): boolean {
  const lane = state.lanes.get(peer);
  return lane !== undefined && (lane.inFlight !== null || lane.occupied);
}
