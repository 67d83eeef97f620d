import type { PeerEvent, SignInEvent, ThreadEvent } from '../../domain/history/event.ts';
import type {
  IncomingMessage,
  MessageStep,
  OutgoingMessage,
  Sequence,
  UnreachablePeriod,
} from '../../domain/history/message.ts';
import type { MessageId } from '../../domain/history/message-id.ts';
import type { OutgoingMove } from '../../domain/outbox/transition.ts';
import type { PeerAddress } from '../../domain/peer-address.ts';
import type { Standing } from '../../domain/standing.ts';
import type { Result } from '../../domain/result.ts';
import type { ThreadSummary } from '../../domain/history/thread.ts';
import type { DeviceAgeMs, EpochMs } from '../../domain/time.ts';

export const STORE_FAILURES = ['disk-full', 'read-only', 'damaged', 'closed'] as const;
/** Why the store could not do what was asked; it changed nothing. */
export type StoreFailure = (typeof STORE_FAILURES)[number];

export interface NewOutgoing {
  readonly id: MessageId;
  readonly peer: PeerAddress;
  readonly body: string;
  readonly composedAtMs: EpochMs;
  readonly giveUpAtAgeMs: DeviceAgeMs;
}

/** A message after the events that happened to it. */
export interface MovedMessage {
  readonly message: OutgoingMessage;
  readonly statusChanged: boolean;
}

export interface NewIncoming {
  readonly id: MessageId;
  readonly peer: PeerAddress;
  /** The beginning of the text that is kept (domain/text/received-text.ts). */
  readonly body: string;
  /** Bytes that were left out; 0 when not said. */
  readonly cutBytes?: number;
  /** Tells the whole text from all others, what is left out of it too; when not said, the kept part does. */
  readonly digest?: string;
  readonly receivedAtMs: EpochMs;
  readonly sentAtMs: EpochMs | null;
  /** Kept until the relay has accepted the report, also over a restart. */
  readonly owesDeliveryReport: boolean;
  readonly owesReadReport: boolean;
}

/** What the store did with a message that arrived. `message` is null when the first one of its id was removed. */
export type Addition =
  | { readonly kind: 'stored'; readonly message: IncomingMessage }
  | { readonly kind: 'duplicate' | 'conflict'; readonly message: IncomingMessage | null }
  /** A text of a blocked peer, or one of a stranger for which no other could make way. Nothing was added. */
  | { readonly kind: 'dropped' };

/** 'unfinished': it is still to be sent, and stays. */
export type Deletion = 'deleted' | 'unfinished';

/** What senders who are no contacts have here. */
export interface RequestsSummary {
  readonly senders: number;
  readonly unread: number;
  /** When the newest came; null when there is none. */
  readonly lastAtMs: EpochMs | null;
  /** How many were not kept, or had to make way before they were read, since `forgetLostRequests`. */
  readonly lost: number;
}

/** A report that the peer is owed. It stays in the store until `reportSent`. */
export interface OwedReport {
  readonly sequence: Sequence;
  readonly peer: PeerAddress;
  readonly id: MessageId;
  readonly disposition: 'delivered' | 'displayed';
}

/** Events of one peer that the owner has not seen. */
export interface Unread {
  readonly count: number;
  /** The oldest of them; null when there is none. */
  readonly first: Sequence | null;
}

/** So many sign-ins of other devices are kept; of more the oldest are forgotten, and would be told again. */
export const MAX_SIGN_INS = 200;

export interface ThreadQuery {
  /**
   * A case-insensitive part of the name, of the text or of the address's user part (of `user@domain` when the filter
   * contains an `@`); '' for all.
   */
  readonly filter: string;
  /** 1…1,000. */
  readonly limit: number;
  readonly offset: number;
  /** Only peers of that standing; all but the blocked when it is missing. */
  readonly standing?: Standing;
}

export interface EventQuery {
  /** Only events before this one; null for the newest. */
  readonly beforeSequence: Sequence | null;
  /** 1…1,000. */
  readonly limit: number;
}

/**
 * The history on disk. All calls are synchronous. A call that returns ok is atomic and durable (survives kill -9 and
 * power loss). Messages are de-duplicated by (peer, id); the store knows these for ever, also after a message was
 * deleted or blanked. A read that cannot be answered (closed, damaged) throws `StoreUnavailable`; a limit or offset out
 * of range throws RangeError.
 */
export interface MessageStore {
  /**
   * Adds a row in status 'sending' with a 'composed' step, and clears the peer's draft. Throws for an id that was used
   * before, which is a bug.
   */
  addOutgoing(message: NewOutgoing): Result<OutgoingMessage, StoreFailure>;
  /**
   * Applies events to a message in their order, each by the domain's `transition` (domain/outbox). An event that the
   * message's status forbids changes nothing, and only those of its steps are kept that tell what the relay did. Throws
   * when there is no such outgoing message.
   */
  moveOutgoing(id: MessageId, ...moves: readonly OutgoingMove[]): Result<MovedMessage, StoreFailure>;
  /** Messages in status 'sending' or 'waiting', in the order of sending; at most 1,000. */
  unfinishedOutgoing(): readonly OutgoingMessage[];
  /** Null when there is no such message, or when `peer` is given and the message did not go to that peer. */
  findOutgoing(id: MessageId, peer: PeerAddress | null): OutgoingMessage | null;
  /** The newest outgoing message, for the LED; null when there is none. */
  lastOutgoing(): OutgoingMessage | null;

  /**
   * Adds a text with a 'received' step. 'duplicate': this peer's text with the same id and digest came already, and may
   * have been removed since. 'conflict': the same id, but another text; the first one is marked, if it is still there.
   * Neither adds a row.
   *
   * What strangers have is bounded (domain/history/quota.ts): older texts of theirs make way, or it is 'dropped'. A
   * text of a known peer is refused with 'disk-full' while room is short and that peer has much of it, or to leave the
   * last of it to favourites; nothing of a known peer is ever removed for another.
   */
  addIncoming(message: NewIncoming): Result<Addition, StoreFailure>;
  /**
   * Marks that peer's events up to and including `through` as read, each message with a 'read' step; those before
   * `from` (0 when it is missing) stay as they are. Returns how many were unread.
   */
  markRead(peer: PeerAddress, through: Sequence, atMs: EpochMs, from?: Sequence): Result<number, StoreFailure>;
  /**
   * Unread events of all peers of that standing; of all but the blocked when it is missing. A failure of an own message
   * that was not seen yet is none.
   */
  unreadCount(standing?: Standing): number;
  /** Of the threads with unread events the one whose last event is the newest; null when nothing is unread. */
  newestUnread(): ThreadSummary | null;
  /**
   * Messages that failed and were not seen since (their event is unread until `markRead`), and those that wait; the
   * newest first, at most 1,000.
   */
  unsent(): readonly OutgoingMessage[];
  /** How many failed and were not seen since. */
  notSentCount(): number;
  /** Unread events of that peer after `after` (0 for all). */
  unread(peer: PeerAddress, after: Sequence): Unread;
  requests(): RequestsSummary;
  /** Only the room that is kept for known senders is left, so that nothing of strangers is taken. */
  hasLittleRoom(): boolean;
  /** Takes off as many as the owner has seen; others may have been lost since. */
  forgetLostRequests(count: number): Result<void, StoreFailure>;

  /**
   * Removes one event: no reader finds it any more when this returns. Its text is gone from every table and index then,
   * and from the log after `eraseDeleted`. The id stays known.
   */
  deleteEvent(sequence: Sequence): Result<Deletion, StoreFailure>;
  /** The same for everything with a peer, and its draft. Texts follow with `eraseDeleted`, over restarts too. */
  deleteThread(peer: PeerAddress): Result<Deletion, StoreFailure>;
  /**
   * Does a small part of what is left of deletions (a few texts, then the log) and says whether there is more. Call it
   * until there is not, also once after opening.
   */
  eraseDeleted(): Result<boolean, StoreFailure>;

  /**
   * The oldest message first, its 'delivered' before its 'displayed'; at most 1,000. A message owes 'displayed' only
   * once it was read.
   */
  owedReports(): readonly OwedReport[];
  /** Notes in one transaction that these reports were sent: all or none. Idempotent. */
  reportSent(...reports: readonly OwedReport[]): Result<void, StoreFailure>;

  /** The rows of History: one for each peer, newest first. */
  threads(query: ThreadQuery): readonly ThreadSummary[];
  /**
   * The history of one contact, oldest first: the newest `limit` events of this peer before `beforeSequence`. Among
   * them stand the events of all threads (the relay could not be reached), each after everything that was recorded
   * before it, whatever the clock said; at most `limit` of them, and none before the first event of the peer.
   */
  events(peer: PeerAddress, query: EventQuery): readonly ThreadEvent[];
  /** The event of any peer with that sequence, or null. */
  find(sequence: Sequence): PeerEvent | null;
  /** The message's steps, oldest first. */
  steps(sequence: Sequence): readonly MessageStep[];

  /**
   * With `toMs` null it opens a period, unless one is open already. Otherwise it closes the open period, or adds a
   * closed one when none is open.
   */
  recordUnreachable(period: UnreachablePeriod): Result<void, StoreFailure>;

  /**
   * Another device has signed in to the owner's account. `device` tells it from others and is not shown. Null when it
   * was recorded before: each is told of once.
   */
  recordSignIn(device: string, atMs: EpochMs): Result<SignInEvent | null, StoreFailure>;
  /** The newest first, at most `MAX_SIGN_INS`. */
  signIns(): readonly SignInEvent[];
  /** The owner has seen those up to and including `through`. */
  signInsSeen(through: Sequence): Result<void, StoreFailure>;
}
