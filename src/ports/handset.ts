import type { Contact } from '../domain/contact.ts';
import type { LinkState } from '../domain/link-state.ts';
import type { MessageStep, OutgoingMessage, Sequence } from '../domain/history/message.ts';
import type { MessageId } from '../domain/history/message-id.ts';
import type { PeerAddress } from '../domain/peer-address.ts';
import type { BatteryState } from '../domain/power/battery.ts';
import type { Result } from '../domain/result.ts';
import type { PeerEvent, SignInEvent, ThreadEvent } from '../domain/history/event.ts';
import type { ThreadSummary } from '../domain/history/thread.ts';
import type { Draft } from '../domain/text/draft.ts';
import type { DeviceAgeMs, EpochMs } from '../domain/time.ts';
import type { UpdateState } from '../domain/update.ts';
import type { LiveSettings } from './live-settings.ts';
import type { Standing } from '../domain/standing.ts';
import type {
  Deletion,
  EventQuery,
  RequestsSummary,
  StoreFailure,
  ThreadQuery,
  Unread,
} from './store/message-store.ts';

/** State that the status bar and every view may show at any moment. */
export interface HandsetState {
  readonly own: PeerAddress;
  readonly link: LinkState;
  /** Events of known peers that the owner has not seen. */
  readonly unread: number;
  /** Messages that failed, and that the owner has not seen since. */
  readonly notSent: number;
  /** When another device signed in to the account and the owner has not seen that since; null when there is none. */
  readonly otherDeviceAtMs: EpochMs | null;
  /** Why the store refuses to write; the owner is told until it works again. Null while it works. */
  readonly storeFailure: StoreFailure | null;
  /** The storage is almost full: only the room that is kept for people whom the owner knows is left. */
  readonly storageLow: boolean;
  /**
   * When it was noticed (wall clock) that the storage has lost messages; null when there is nothing to tell, or the
   * owner has acknowledged it.
   */
  readonly changesLostAtMs: EpochMs | null;
  /** False while nothing says that the wall clock is right: dates may be wrong, and certificates not valid yet. */
  readonly isTimeSure: boolean;
  /** Null on a board without a battery, or while there is none in it. */
  readonly battery: BatteryState | null;
  /** How it stands with a newer system. */
  readonly update: UpdateState;
}

/** What happened, so that the screen knows what to redraw. */
export type HandsetEvent =
  | { readonly kind: 'stateChanged' }
  /** A peer did something that the owner has not seen yet, and it is durable. The thread or the banner shows it. */
  | { readonly kind: 'eventReceived'; readonly peer: PeerAddress; readonly sequence: Sequence }
  /** An event of the peer looks different now, or was added by the owner. */
  | { readonly kind: 'eventChanged'; readonly peer: PeerAddress; readonly sequence: Sequence }
  | { readonly kind: 'contactsChanged' }
  /** Rows of History came or went: requests, deletions, who is blocked. */
  | { readonly kind: 'threadsChanged' }
  /** A period without the relay began or ended; each thread has a line for it. */
  | { readonly kind: 'unreachableRecorded' }
  /** Another device signed in to the account, or the owner has seen that one did. */
  | { readonly kind: 'signInsChanged' }
  /** The handset gives a waiting message up in one hour; Enter on the banner resends it. */
  | { readonly kind: 'givingUpSoon'; readonly peer: PeerAddress; readonly sequence: Sequence };

export type SendRefusal = 'empty' | 'too-long' | 'outbox-full' | StoreFailure;

/** The present state, and its changes. */
export interface HandsetStatus {
  state(): HandsetState;
  /** The wall clock, for the status bar, "Yesterday" and "sends until hh:mm". */
  wallMs(): EpochMs;
  /** The device age, in which deadlines are given. */
  ageMs(): DeviceAgeMs;
  /** The listener is called after each change is durable. Returns the function that unsubscribes. */
  onEvent(listener: (event: HandsetEvent) => void): () => void;
  /** The owner has seen the notice of `changesLostAtMs`, which is then not shown again. */
  acknowledgeLostChanges(): void;
  /** A key was refused (limit reached, empty message): gives the short buzz. */
  refuseKey(): void;
}

/** What happened between the owner and the peers. */
export interface HandsetHistory {
  threads(query: ThreadQuery): readonly ThreadSummary[];
  events(peer: PeerAddress, query: EventQuery): readonly ThreadEvent[];
  /** The event of any peer with that sequence, or null. */
  event(sequence: Sequence): PeerEvent | null;
  /** A message's steps, oldest first; none for an event of another kind. */
  steps(sequence: Sequence): readonly MessageStep[];
  /** The thread with the newest event that the owner has not seen; null when there is none. */
  newestUnread(): ThreadSummary | null;
  /** Messages that failed and were not seen since, and those that wait; the newest first. */
  unsent(): readonly OutgoingMessage[];
  /** Other devices that signed in to the account, the newest first. */
  signIns(): readonly SignInEvent[];
  /** The owner has seen those up to `through`: they were drawn on a screen that was lit and not locked. */
  signInsSeen(through: Sequence): Result<void, StoreFailure>;
  /** What that peer sent after `after` (0 for all) and the owner has not seen. */
  unread(peer: PeerAddress, after: Sequence): Unread;
  /**
   * The owner has seen the peer's events from `from` (the first when it is missing) to `through`: they were drawn on a
   * screen that was lit and not locked.
   */
  markRead(peer: PeerAddress, through: Sequence, from?: Sequence): Result<void, StoreFailure>;
}

/** Writing and sending. */
export interface HandsetCompose {
  draft(peer: PeerAddress): Draft | null;
  saveDraft(peer: PeerAddress, draft: Draft): Result<void, StoreFailure>;
  /**
   * Stores and sends a text. The message is durable when this returns ok, and is sent afterwards without further calls.
   * Throws RangeError for a text that cannot have been typed (`isTypeable` of domain/text/visible-text.ts), which the
   * text field never contains.
   */
  send(peer: PeerAddress, body: string): Result<MessageId, SendRefusal>;
  /**
   * Tries a waiting or failed message again at once, under the same id, with a new 12 h. Does nothing when the relay
   * has accepted the message already. 'empty': its text was blanked. Throws RangeError when no message has this id.
   */
  resend(id: MessageId): Result<void, SendRefusal>;
  /**
   * The owner does not want a message sent any more that is sending or waiting. It fails as 'cancelled', which is no
   * news to be told. When a try is in flight its answer decides: what the relay has accepted was sent. Does nothing to
   * any other message. Throws RangeError when no message has this id.
   */
  cancel(id: MessageId): Result<void, StoreFailure>;
}

/** The owner's contacts. */
export interface HandsetContacts {
  contacts(filter: string): readonly Contact[];
  contact(peer: PeerAddress): Contact | null;
  setFavourite(peer: PeerAddress, favourite: boolean): Result<void, StoreFailure>;
}

/** Who may reach the owner, and what the owner takes out of History. */
export interface HandsetPeople {
  /** What senders who are no contacts have sent. Opening it tells them nothing. */
  requests(): RequestsSummary;
  /** The owner has seen that so many requests were lost; those that were lost since are still to be told. */
  requestsSeen(lost: number): void;
  standing(peer: PeerAddress): Standing;
  /** Who is blocked, the last one first. */
  blocked(): readonly PeerAddress[];
  block(peer: PeerAddress): Result<void, StoreFailure>;
  unblock(peer: PeerAddress): Result<void, StoreFailure>;
  /** The peer becomes a contact, named by the user part of the address. Does nothing for one who is. */
  saveSender(peer: PeerAddress): Result<void, StoreFailure>;
  /** For good: the text is gone from all indexes at once, and from the medium within seconds. */
  deleteEvent(sequence: Sequence): Result<Deletion, StoreFailure>;
  deleteThread(peer: PeerAddress): Result<Deletion, StoreFailure>;
}

/**
 * What the owner can ask of the handset; the screen's only door to the use cases. Whoever needs less of it takes less.
 */
export interface Handset extends HandsetStatus, HandsetHistory, HandsetCompose, HandsetContacts, HandsetPeople {
  readonly settings: LiveSettings;
}
