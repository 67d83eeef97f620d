import type { RelayAccount } from './account-directory.ts';
import type { Frame, HeaderField } from '../../wire/framing/frame.ts';
import type { SipRequest } from '../../wire/grammar/sip-message.ts';
import type { ClientFlow } from '../connection/flow.ts';

/** The relay's final answer to a request. */
export interface RelayAnswer {
  /** 200…699. */
  readonly statusCode: number;
  readonly reason: string;
  readonly headers?: readonly HeaderField[];
}

/** A request that passed the gate, and the way back to its sender. */
export interface IncomingRequest {
  readonly request: SipRequest;
  readonly frame: Frame;
  readonly flow: ClientFlow;
}

export interface AuthenticatedRequest extends IncomingRequest {
  readonly account: RelayAccount;
}

export function retryAfter(seconds: number): readonly HeaderField[] {
  return [{ name: 'Retry-After', value: String(seconds) }];
}
