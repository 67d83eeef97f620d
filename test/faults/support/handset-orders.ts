import type { SipMessageLinkConfig } from '../../../src/sip/sip-message-link.ts';

/** Moments in a handset at which its power may go: around each durable step and each message on the wire. */
export const HANDSET_FAULT_POINTS = [
  'before-addOutgoing',
  'after-addOutgoing',
  'before-request',
  'after-answer',
  'before-moveOutgoing',
  'after-moveOutgoing',
  'before-addIncoming',
  'after-addIncoming',
  'before-200',
  'after-200',
  'before-reportSent',
  'after-reportSent',
] as const;
export type HandsetFaultPoint = (typeof HANDSET_FAULT_POINTS)[number];

/** It kills itself when it passes the point for the n-th time from now, 1 the next time. */
export interface KillAt<Point> {
  readonly point: Point;
  readonly passing: number;
}

export interface HandsetProgramOptions {
  readonly folder: string;
  readonly link: Omit<SipMessageLinkConfig, 'instanceId' | 'registerExpiresSeconds' | 'messageFormat'>;
  /** How far its wall clock is off: the real-time clock keeps what was set. */
  readonly clockOffsetMs: number;
  readonly killAt: KillAt<HandsetFaultPoint> | null;
}

export type HandsetOrder =
  | { readonly kind: 'send'; readonly requestId: number; readonly to: string; readonly text: string }
  /** `all`: the thread from its first message, by pages; else its newest 1,000. */
  | { readonly kind: 'look'; readonly requestId: number; readonly at: string; readonly all: boolean }
  /** The wall clock is set, by so much from the true time. */
  | { readonly kind: 'setClock'; readonly offsetMs: number }
  | { readonly kind: 'arm'; readonly killAt: KillAt<HandsetFaultPoint> | null }
  /** The network tells that it is back: the handset does not sit out its random wait of up to 20 s. */
  | { readonly kind: 'reconnect' }
  | { readonly kind: 'stop' };

/** One message as its owner sees it in the thread, oldest first. */
export interface SeenMessage {
  readonly direction: 'incoming' | 'outgoing';
  readonly text: string;
  /** Of an outgoing one; a failure with its reason, as `failed: no-network`. */
  readonly status: string | null;
}

export type HandsetAnswer =
  | { readonly kind: 'ready' }
  /** The owner was told of a text that came: sound and banner. */
  | { readonly kind: 'told'; readonly text: string }
  | { readonly kind: 'sent'; readonly requestId: number; readonly refusal: string | null }
  | {
      readonly kind: 'seen';
      readonly requestId: number;
      /** None when the store cannot be read, and `storeFailure` says why. */
      readonly messages: readonly SeenMessage[];
      readonly link: string;
      readonly storeFailure: string | null;
      /** The screen says that messages may be missing. */
      readonly isToldOfLoss: boolean;
      readonly led: string;
    };
