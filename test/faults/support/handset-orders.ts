import type { SipMessageLinkConfig } from '../../../src/sip/sip-message-link.ts';

/** Moments in a handset at which its power may go: around each durable step and each message on the wire. */
export const HANDSET_FAULT_POINTS = [
  'before-addOutgoing',
  'after-addOutgoing',
  'before-request',
  'after-answer',
  'before-changeOutgoing',
  'after-changeOutgoing',
  'before-addIncoming',
  'after-addIncoming',
  'before-200',
  'after-200',
  'before-reportSent',
  'after-reportSent',
] as const;
export type HandsetFaultPoint = (typeof HANDSET_FAULT_POINTS)[number];

export interface HandsetProgramOptions {
  readonly folder: string;
  readonly link: Omit<SipMessageLinkConfig, 'instanceId' | 'registerExpiresSeconds' | 'messageFormat' | 'readReports'>;
  /** How far its wall clock is off: the real-time clock keeps what was set. */
  readonly clockOffsetMs: number;
  readonly killAt: { readonly point: HandsetFaultPoint; readonly passing: number } | null;
}

export type HandsetOrder =
  | { readonly kind: 'send'; readonly requestId: number; readonly to: string; readonly text: string }
  | { readonly kind: 'look'; readonly requestId: number; readonly at: string }
  /** The wall clock is set, by so much from the true time. */
  | { readonly kind: 'setClock'; readonly offsetMs: number }
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
  | { readonly kind: 'sent'; readonly requestId: number; readonly refusal: string | null }
  | {
      readonly kind: 'seen';
      readonly requestId: number;
      readonly messages: readonly SeenMessage[];
      readonly link: string;
      readonly storeFailure: string | null;
      readonly led: string;
    };
