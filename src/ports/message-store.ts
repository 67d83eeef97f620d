import type { PeerEvent, ThreadEvent } from '../domain/history/event.ts';
import type {
  IncomingMessage,
  MessageStep,
  OutgoingMessage,
  Sequence,
  UnreachablePeriod,
} from '../domain/history/message.ts';
import type { MessageId } from '../domain/history/message-id.ts';
import type { OutgoingMove } from '../domain/outbox/transition.ts';
import type { PeerAddress } from '../domain/peer-address.ts';
import type { Result } from '../domain/result.ts';
import type { ThreadSummary } from '../domain/history/thread.ts';
import type { DeviceAgeMs, EpochMs } from '../domain/time.ts';

/** Why the store could not do what was asked; nothing was changed. */
export type StoreFailure = 'disk-full' | 'read-only' | 'damaged' | 'closed';

export interface NewOutgoing {
  readonly id: MessageId;
  readonly peer: PeerAddress;
  readonly body: string;
  readonly composedAtMs: EpochMs;
  readonly giveUpAtAgeMs: DeviceAgeMs;
}

/** A message after what happened to it. */
export interface MovedMessage {
  readonly message: OutgoingMessage;
  readonly statusChanged: boolean;
}

export interface NewIncoming {
  readonly id: MessageId;
  readonly peer: PeerAddress;
  readonly body: string;
  readonly receivedAtMs: EpochMs;
  readonly sentAtMs: EpochMs | null;
  /** Remembered until the report was accepted by the relay, so that it survives a restart. */
  readonly owesDeliveryReport: boolean;
  readonly owesReadReport: boolean;
}

/** What became of a message that arrived: a duplicate whose first copy was removed has no message any more. */
export type Addition =
  | { readonly kind: 'stored' | 'conflict'; readonly message: IncomingMessage }
  | { readonly kind: 'duplicate'; readonly message: IncomingMessage | null };

/** A report that the peer is owed: durable until `reportSent`. */
export interface OwedReport {
  readonly sequence: Sequence;
  readonly peer: PeerAddress;
  readonly id: MessageId;
  readonly disposition: 'delivered' | 'displayed';
}

export interface ThreadQuery {
  /**
   * Case-insensitive part of the name, of the text or of the address's user part (or `user@domain` with the `@` in it);
   * '' for all.
   */
  readonly filter: string;
  /** 1…1,000. */
  readonly limit: number;
  readonly offset: number;
}

export interface EventQuery {
  /** Only events before this one of the same peer; null for the newest. */
  readonly beforeSequence: Sequence | null;
  /** 1…1,000. */
  readonly limit: number;
}

/**
 * History on disk. All calls are synchronous; a call that returns ok is durable (survives kill -9 and power loss) and
 * atomic. De-duplication key: (peer, id), kept for ever, through deletion and blanking too. A read that cannot be
 * answered (closed, damaged) throws `StoreUnavailable`; a limit or offset out of range throws RangeError.
 */
export interface MessageStore {
  /**
   * Adds a row in status 'sending' with a 'composed' step and clears the peer's draft. An id used before is a bug and
   * throws.
   */
  addOutgoing(message: NewOutgoing): Result<OutgoingMessage, StoreFailure>;
  /**
   * Lets events happen to a message, in their order, each through the domain's `transition` (domain/outbox): one that
   * the message's status forbids changes nothing, and of its steps only what the relay did is kept. Throws when there
   * is no such outgoing message.
   */
  moveOutgoing(id: MessageId, ...moves: readonly OutgoingMove[]): Result<MovedMessage, StoreFailure>;
  /** Status 'sending' or 'waiting', in the order of sending; at most 1,000. */
  unfinishedOutgoing(): readonly OutgoingMessage[];
  /** Null when there is none, or when it was not sent to that peer. */
  findOutgoing(id: MessageId, peer: PeerAddress | null): OutgoingMessage | null;
  /** The newest outgoing message, for the LED; null when there is none. */
  lastOutgoing(): OutgoingMessage | null;

  /**
   * 'duplicate': the same id and body of that peer were there already. 'conflict': same id, other body: the first is
   * kept and marked. Neither adds a row. A text that was blanked or removed can no longer be compared: 'duplicate'. A
   * new row begins with a 'received' step.
   */
  addIncoming(message: NewIncoming): Result<Addition, StoreFailure>;
  /**
   * Marks that peer's events up to and with `through` as read, each message with a 'read' step; returns how many were
   * unread.
   */
  markRead(peer: PeerAddress, through: Sequence, atMs: EpochMs): Result<number, StoreFailure>;
  /** Unread events of all peers. */
  unreadCount(): number;

  /**
   * Oldest message first, its 'delivered' before its 'displayed', at most 1,000. 'displayed' is owed only once the
   * message was read.
   */
  owedReports(): readonly OwedReport[];
  /** Several in one transaction: all are noted or none. Idempotent. */
  reportSent(...reports: readonly OwedReport[]): Result<void, StoreFailure>;

  /** History: one row per peer, newest first. */
  threads(query: ThreadQuery): readonly ThreadSummary[];
  /**
   * Contact's History: oldest first, the newest `limit` events of this peer before `beforeSequence`. Between them stand
   * the events of all threads (that the relay was out of reach), each behind everything that was there when it was
   * recorded, whatever the clock said; at most `limit` of them, none before the first of the peer's.
   */
  events(peer: PeerAddress, query: EventQuery): readonly ThreadEvent[];
  /** An event of some peer; null when there is none with that sequence. */
  find(sequence: Sequence): PeerEvent | null;
  /** Oldest first. */
  steps(sequence: Sequence): readonly MessageStep[];

  /**
   * Opens a period when `toMs` is null (no second one while one is open), else closes the open one; with none open adds
   * a closed one.
   */
  recordUnreachable(period: UnreachablePeriod): Result<void, StoreFailure>;
}
