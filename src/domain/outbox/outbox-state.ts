import type { TryOutcome } from '../history/failure-reason.ts';
import type { OutgoingMessage, Sequence } from '../history/message.ts';
import type { FailureReason } from '../history/failure-reason.ts';
import type { MessageId } from '../history/message-id.ts';
import type { Round } from './outbox-policy.ts';
import type { OutgoingMove } from './transition.ts';
import type { PeerAddress } from '../peer-address.ts';
import type { DeviceAgeMs, EpochMs, MonotonicMs } from '../time.ts';

/**
 * What the tries of one message or report have met, and when the next one may be. Lost when the power fails, but for
 * the failures of a message, which its row tells.
 */
export interface Trial {
  /**
   * No try before this moment of the monotonic clock: the server named it, or it is the message's own pace. 0 when
   * there is none.
   */
  readonly notBeforeMs: number;
  /** Until then those behind wait for it, at most; monotonic clock. */
  readonly holdsUntilMs: number;
  /** When a pass that begins with it begins without any trigger; monotonic clock. Null: at the next trigger. */
  readonly retryAtMs: number | null;
  /** How many of its tries the server has answered, or left unanswered while it was there; all of them failed. */
  readonly failures: number;
  /** Upon the last of these the server ended the connection. */
  readonly hungUp: boolean;
  /** Tries that failed since its minute of "Sending", or since it stands aside. They lengthen its back-off. */
  readonly retries: number;
  /** Nobody waits for it any more: of texts, because some behind it were accepted. */
  readonly aside: boolean;
}

export const UNTRIED: Trial = {
  notBeforeMs: 0,
  holdsUntilMs: 0,
  retryAtMs: null,
  failures: 0,
  hungUp: false,
  retries: 0,
  aside: false,
};

/**
 * A message that is neither accepted nor failed. Its row on disk says the same; the other members are lost when the
 * power fails, which does no harm: they only say when the next try is.
 */
export interface Pending extends Trial {
  readonly message: OutgoingMessage;
  /** Time of Enter, resend or restart; the minute of "Sending" counts from here. */
  readonly enteredAtMs: MonotonicMs;
  readonly triesInRound: number;
  readonly warned: boolean;
  /** The owner cancelled it while a try was in flight: no other one follows. */
  readonly cancelled: boolean;
}

/** One turn through the lane, from its first message on. */
interface Pass {
  /** The last message that was tried in it and gave way. */
  readonly afterSequence: Sequence;
  readonly tries: number;
}

/**
 * The messages to one peer, in their order. At most one request to that peer is in flight (RFC 3428 §8); a report
 * counts as one.
 */
export interface Lane {
  readonly peer: PeerAddress;
  /** Sorted by sequence, the order in which they are tried. */
  readonly pending: readonly Pending[];
  /** Present while a message of the lane is "sending". */
  readonly round: Round | null;
  /** When the next pass begins, or goes on, in ms of the monotonic clock; null: at the next trigger. */
  readonly dueAtMs: number | null;
  /** The pass under way, once a message in it has given way; null otherwise. */
  readonly pass: Pass | null;
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
  /** The owner does not want it sent any more. A try in flight may still be accepted. */
  | { readonly kind: 'cancelled'; readonly id: MessageId; readonly peer: PeerAddress }
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
