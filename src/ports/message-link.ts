import type { LinkState } from '../domain/link-state.ts';
import type { FailureReason } from '../domain/history/failure-reason.ts';
import type { MessageId } from '../domain/history/message-id.ts';
import type { PeerAddress } from '../domain/peer-address.ts';
import type { EpochMs } from '../domain/time.ts';

/** A text on its way out. */
export interface OutgoingText {
  readonly kind: 'text';
  readonly id: MessageId;
  readonly to: PeerAddress;
  readonly body: string;
  readonly composedAtMs: EpochMs;
  /** Ask the peer's device for a display notification too (both sides must have opted in). Delivery is always asked for. */
  readonly wantsReadReport: boolean;
}

/** A delivery or display notification on its way out (IMDN, RFC 5438). Never asks for a report itself. */
export interface OutgoingReport {
  readonly kind: 'report';
  readonly to: PeerAddress;
  readonly about: MessageId;
  readonly disposition: 'delivered' | 'displayed';
}

/** What one try came to. */
export type SendOutcome =
  /** The relay answered 2xx: it has the message. */
  | { readonly kind: 'accepted'; readonly sipStatus: number }
  /** A final answer that no retry can change (404, 403, 413, 415, 606 …). */
  | { readonly kind: 'refused'; readonly sipStatus: number; readonly reason: FailureReason }
  /** No answer, no flow, or an answer that a later try may change (408, 480, 5xx …). */
  | {
      readonly kind: 'unanswered';
      readonly sipStatus: number | null;
      readonly reason: FailureReason;
      /** The server's Retry-After, clamped to 1…86,400 s; null when it named none. */
      readonly retryAfterMs: number | null;
    };

/** A text that arrived on our own flow, its sender authenticated by the relay. */
export interface ReceivedText {
  readonly kind: 'text';
  /** imdn.Message-ID, or, without one, Call-ID: the peer's name for this message in reports. */
  readonly id: MessageId;
  readonly from: PeerAddress;
  /** Valid UTF-8 as received, not cleaned for the screen yet. */
  readonly body: string;
  readonly sentAtMs: EpochMs | null;
  readonly wantsDeliveryReport: boolean;
  /** As the peer asked; whether it is told is the owner's choice, and not the link's. */
  readonly wantsReadReport: boolean;
}

export interface ReceivedReport {
  readonly kind: 'report';
  readonly from: PeerAddress;
  readonly about: MessageId;
  readonly disposition: 'delivered' | 'displayed' | 'failed' | 'expired';
}

/**
 * 'kept': it is durable (or was already): 200. 'unable': it could not be kept now (disk full): 500-class with Retry-After, so that the
 * relay keeps it. 'unwanted': never to be kept: 403.
 */
export type ReceiveVerdict = 'kept' | 'unable' | 'unwanted';

export interface MessageLinkListener {
  stateChanged(state: LinkState): void;
  /** Registration succeeded, the first or a refreshed one: trigger (1) for waiting messages. */
  registered(): void;
  /** A keep-alive was answered: trigger (2). */
  keepAliveAnswered(): void;
  /** MUST have made it durable when it returns 'kept'. Called before the answer goes out. A throw counts as 'unable'. */
  received(message: ReceivedText | ReceivedReport): ReceiveVerdict;
}

/** The one flow to the relay. Connection, registration, keep-alive and reconnection are its own business. */
export interface MessageLink {
  readonly state: LinkState;
  /** Begins to connect and returns at once. Called once, after which the listener may be called at any time, never from inside `start`. */
  start(listener: MessageLinkListener): void;
  /**
   * One try. Never rejects, and settles within 12 s (`SEND_TRY_TIMEOUT_MS`). When there is no registered flow it settles at once
   * with 'unanswered'.
   */
  send(message: OutgoingText | OutgoingReport): Promise<SendOutcome>;
  /** The network came or went, or the owner asked: try to connect now instead of at the end of the back-off. */
  reconnectNow(): void;
  /** Unregisters within 1 s if it can, closes the flow, cancels timers; pending sends settle 'unanswered'. Idempotent. */
  stop(): Promise<void>;
}
