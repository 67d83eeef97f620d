import type { LinkState } from '../../domain/link-state.ts';
import type { TryOutcome } from '../../domain/history/failure-reason.ts';
import type { MessageId } from '../../domain/history/message-id.ts';
import type { PeerAddress } from '../../domain/peer-address.ts';
import type { EpochMs } from '../../domain/time.ts';

/** A text to be sent. */
export interface OutgoingText {
  readonly kind: 'text';
  readonly id: MessageId;
  readonly to: PeerAddress;
  readonly body: string;
  readonly composedAtMs: EpochMs;
  /**
   * Ask the peer's device for a display notification too (both sides must have opted in). A delivery notification is
   * always asked for.
   */
  readonly wantsReadReport: boolean;
}

/** A delivery or display notification to be sent (IMDN, RFC 5438). It never asks for a report itself. */
export interface OutgoingReport {
  readonly kind: 'report';
  readonly to: PeerAddress;
  readonly about: MessageId;
  readonly disposition: 'delivered' | 'displayed';
}

/** A text that arrived on our own connection; the relay has authenticated its sender. */
export interface ReceivedText {
  readonly kind: 'text';
  /**
   * The imdn.Message-ID, by which reports to the peer name the message. Without one it is made of Call-ID, CSeq and
   * From tag, and no report is asked for.
   */
  readonly id: MessageId;
  /**
   * The id under which it is kept when another text has `id` already: a digest of that id and the whole text, so the
   * same for each copy of it and no other's.
   */
  readonly idIfTaken: MessageId;
  readonly from: PeerAddress;
  /** Valid UTF-8 as received, with LF for CRLF; not yet made safe for the screen. */
  readonly body: string;
  readonly sentAtMs: EpochMs | null;
  readonly wantsDeliveryReport: boolean;
  /** The peer asks for a read report. The link only passes this on: whether one is sent is the owner's choice. */
  readonly wantsReadReport: boolean;
}

export interface ReceivedReport {
  readonly kind: 'report';
  readonly from: PeerAddress;
  readonly about: MessageId;
  readonly disposition: 'delivered' | 'displayed' | 'failed' | 'expired';
}

/** The relay itself tells that another device has signed in to the owner's account. Nobody else can say this. */
export interface ReceivedNotice {
  readonly kind: 'other-device';
  readonly from: PeerAddress;
  readonly device: OtherDevice;
}

/** What a peer's device, or the relay itself, can send us. */
export type Received = ReceivedText | ReceivedReport | ReceivedNotice;

/** What tells another device from others, always the same for one. It is not for the screen. */
export type OtherDevice = string;

/**
 * What the handset does with an arrival, and the link's answer to it. 'kept': it is durable now or was already; 200.
 * 'unable': it could not be stored now (disk full); 500-class with Retry-After, so that the relay keeps it. 'unwanted':
 * it will never be stored; 403. 'dropped': answered as what is kept, and nothing of it may be remembered: whoever sends
 * it may do so without end, under a thousand names.
 */
export type ReceiveVerdict = 'kept' | 'unable' | 'unwanted' | 'dropped';

export interface MessageLinkListener {
  stateChanged(state: LinkState): void;
  /** A registration succeeded, the first one or a refresh: the first trigger for waiting messages. */
  registered(): void;
  /** The registrar listed other devices with bindings of the owner's account; after each registration. Never empty. */
  otherDevices(devices: readonly OtherDevice[]): void;
  /** A keep-alive was answered: the second trigger. */
  keepAliveAnswered(): void;
  /**
   * Whether the owner knows the sender of a request. Whoever is not known gets the same answer to everything, so that
   * nothing can be learned from it. A throw (the store cannot be read) counts as known,
   * because the answer to everybody is then that nothing could be kept.
   */
  isKnown(peer: PeerAddress): boolean;
  /**
   * Called before the answer goes out. When it returns 'kept', the message MUST be durable. A throw counts as 'unable'.
   */
  received(message: Received): ReceiveVerdict;
}

/** The one connection to the relay. The link itself connects, registers, sends keep-alives and reconnects. */
export interface MessageLink {
  readonly state: LinkState;
  /**
   * Begins to connect and returns at once. May be called once. Afterwards the listener may be called at any time, but
   * never from inside `start`.
   */
  start(listener: MessageLinkListener): void;
  /**
   * Makes one try. The promise never rejects, and settles within 12 s (`SEND_TRY_TIMEOUT_MS`); without a registered
   * connection it settles at once with 'unanswered'.
   */
  send(message: OutgoingText | OutgoingReport): Promise<TryOutcome>;
  /**
   * Connects now instead of at the end of the back-off: call it when the owner asks, or a clock became right.
   */
  reconnectNow(): void;
  /**
   * The machine has these addresses now. A connection from one that is gone is given up at once, and another one is tried;
   * otherwise as `reconnectNow`.
   */
  networkChanged(addresses: readonly string[]): void;
  /**
   * Unregisters within 1 s if it can, closes the connection and cancels all timers. Pending sends settle with
   * 'unanswered'. Idempotent.
   */
  stop(): Promise<void>;
}
