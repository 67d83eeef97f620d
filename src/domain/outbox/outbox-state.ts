import type { TryOutcome } from '../history/failure-reason.ts';
import type { OutgoingMessage, Sequence } from '../history/message.ts';
import type { FailureReason } from '../history/failure-reason.ts';
import type { MessageId } from '../history/message-id.ts';
import type { Round } from './outbox-policy.ts';
import type { OutgoingMove } from './transition.ts';
import type { PeerAddress } from '../peer-address.ts';
import type { DeviceAgeMs, EpochMs, MonotonicMs } from '../time.ts';

/**
 * A message that is neither accepted nor failed. Its row on disk says the same; what is added here is lost with the
 * power, and may be.
 */
export interface Pending {
  readonly message: OutgoingMessage;
  /** Enter, resend or restart: its minute of "Sending" counts from here. */
  readonly enteredAtMs: MonotonicMs;
  readonly triesInRound: number;
  readonly warned: boolean;
}

/**
 * The messages to one peer, in their order. At most one request to that peer is in flight (RFC 3428 §8), a report
 * included.
 */
export interface Lane {
  readonly peer: PeerAddress;
  /** By sequence; only the first is ever tried. */
  readonly pending: readonly Pending[];
  /** Present while a message of the lane is "sending". */
  readonly round: Round | null;
  /** When the first may be tried next; null: at the next trigger. */
  readonly dueAtMs: number | null;
  /** The end of the server's Retry-After. */
  readonly notBeforeMs: number;
  readonly inFlight: Flight | null;
  /** A trigger came while a try was in flight: should that try fail, the next one follows at once. */
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
   * There is a registered flow. Without one, what waits is not tried: each try would fail at once and cost a durable
   * write, a thousand of them at every Enter; and the registration to come is a trigger.
   */
  readonly flow: boolean;
  /** Why there is none, as far as the link knows; null while there is one. */
  readonly noFlowReason: FailureReason | null;
}

export const EMPTY_OUTBOX: OutboxState = { lanes: new Map(), flow: false, noFlowReason: null };

export type OutboxEvent =
  /**
   * After a start: every row in status sending or waiting. A try that was in flight when the power went is repeated,
   * under the same id. What was to be warned of up to `lastRunAgeMs`, the age that the device is known to have had when
   * it last ran, was warned of then.
   */
  | {
      readonly kind: 'restored';
      readonly messages: readonly OutgoingMessage[];
      readonly lastRunAgeMs: DeviceAgeMs;
    }
  /** Enter: the row is on disk. */
  | { readonly kind: 'entered'; readonly message: OutgoingMessage }
  /** The owner asked again: the row is on disk in status sending, with its new deadline. */
  | { readonly kind: 'resent'; readonly message: OutgoingMessage }
  | { readonly kind: 'flowChanged'; readonly up: true }
  | { readonly kind: 'flowChanged'; readonly up: false; readonly reason: FailureReason | null }
  | { readonly kind: 'triggered'; readonly by: 'registered' | 'keep-alive' }
  | { readonly kind: 'tryEnded'; readonly id: MessageId; readonly peer: PeerAddress; readonly outcome: TryOutcome }
  /** A report told the message's fate: there is nothing left to try. */
  | { readonly kind: 'settled'; readonly id: MessageId; readonly peer: PeerAddress }
  /** A delivery report to the peer goes out, or has ended. */
  | { readonly kind: 'occupied'; readonly peer: PeerAddress }
  | { readonly kind: 'released'; readonly peer: PeerAddress }
  | { readonly kind: 'timePassed' };

export type OutboxDecision =
  /** To be handed to the link now; its end comes back as 'tryEnded'. */
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
  /** In the order in which they are to be carried out. */
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
