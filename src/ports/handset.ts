import type { Contact } from '../domain/contact.ts';
import type { LinkState } from '../domain/link-state.ts';
import type { Message, MessageStep, Sequence } from '../domain/history/message.ts';
import type { MessageId } from '../domain/history/message-id.ts';
import type { PeerAddress } from '../domain/peer-address.ts';
import type { Result } from '../domain/result.ts';
import type { ThreadEvent } from '../domain/history/event.ts';
import type { ThreadSummary } from '../domain/history/thread.ts';
import type { Draft } from '../domain/text/draft.ts';
import type { DeviceAgeMs, EpochMs } from '../domain/time.ts';
import type { LiveSettings } from './live-settings.ts';
import type { EventQuery, StoreFailure, ThreadQuery } from './message-store.ts';

/** What the status bar and every view may show at any moment. */
export interface HandsetState {
  readonly own: PeerAddress;
  readonly link: LinkState;
  readonly unread: number;
  /** Set when the store refuses to write: the owner is told until it works again. */
  readonly storeFailure: StoreFailure | null;
  /** When it was noticed that the storage has lost messages, until the owner has acknowledged it; null when there is nothing to tell. */
  readonly changesLostAtMs: EpochMs | null;
  /** 0…100, null on a board without a battery gauge. */
  readonly batteryPercent: number | null;
}

/** What happened, so that the screen knows what to draw anew. */
export type HandsetEvent =
  | { readonly kind: 'stateChanged' }
  /** A text came and is durable: banner or thread. */
  | { readonly kind: 'messageReceived'; readonly peer: PeerAddress; readonly sequence: Sequence }
  | { readonly kind: 'messageChanged'; readonly peer: PeerAddress; readonly sequence: Sequence }
  | { readonly kind: 'contactsChanged' }
  /** A stretch without the relay began or ended: a line in every thread. */
  | { readonly kind: 'unreachableRecorded' }
  /** One hour before a waiting message gives up; Enter on the banner resends it. */
  | { readonly kind: 'givingUpSoon'; readonly peer: PeerAddress; readonly sequence: Sequence };

export type SendRefusal = 'empty' | 'too-long' | 'outbox-full' | StoreFailure;

/** How things stand, and when they change. */
export interface HandsetStatus {
  state(): HandsetState;
  /** Now on the wall clock, for the status bar, "Yesterday" and "sends until hh:mm". */
  wallMs(): EpochMs;
  /** Now in device age, in which deadlines are told. */
  ageMs(): DeviceAgeMs;
  /** Called after the fact is durable. Returns the way to unsubscribe. */
  onEvent(listener: (event: HandsetEvent) => void): () => void;
  /** The owner has seen `changesLostAtMs`: it is not told again. */
  acknowledgeLostChanges(): void;
  /** A key was refused (limit reached, empty message): the short buzz. */
  refuseKey(): void;
}

/** What was written and received. */
export interface HandsetHistory {
  threads(query: ThreadQuery): readonly ThreadSummary[];
  events(peer: PeerAddress, query: EventQuery): readonly ThreadEvent[];
  message(sequence: Sequence): Message | null;
  steps(sequence: Sequence): readonly MessageStep[];
  markRead(peer: PeerAddress, through: Sequence): Result<void, StoreFailure>;
}

/** Writing and sending. */
export interface HandsetCompose {
  draft(peer: PeerAddress): Draft | null;
  saveDraft(peer: PeerAddress, draft: Draft): Result<void, StoreFailure>;
  /**
   * Durable when it returns ok; the sending goes on by itself. Throws RangeError for a text that cannot have been typed
   * (`isTypeable` of domain/visible-text.ts): the text field lets none in.
   */
  send(peer: PeerAddress, body: string): Result<MessageId, SendRefusal>;
  /**
   * Tries a waiting or failed message again at once, under the same id, with a new 12 h. One that the relay has already is left alone. 'empty':
   * its text was blanked. Throws RangeError for an id that no message has.
   */
  resend(id: MessageId): Result<void, SendRefusal>;
}

/** Whom the owner knows. */
export interface HandsetContacts {
  contacts(filter: string): readonly Contact[];
  contact(peer: PeerAddress): Contact | null;
  setFavourite(peer: PeerAddress, favourite: boolean): Result<void, StoreFailure>;
}

/** What the owner can ask of the handset; the screen's only door to the use cases. Whoever needs less of it takes less. */
export interface Handset extends HandsetStatus, HandsetHistory, HandsetCompose, HandsetContacts {
  readonly settings: LiveSettings;
}
