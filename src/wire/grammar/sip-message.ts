import type { HeaderList } from './header-list.ts';
import type { NameAddr } from './name-addr.ts';
import type { Via } from './via.ts';

export interface CSeq {
  /** 0…2^31-1 (RFC 3261 §8.1.1.5). */
  readonly number: number;
  readonly method: string;
}

/** The headers that every message must have (RFC 3261 §8.1.1), parsed once by the gate. */
export interface Essentials {
  /** Topmost first; at least one. */
  readonly vias: readonly [Via, ...Via[]];
  readonly from: NameAddr;
  readonly to: NameAddr;
  readonly callId: string;
  readonly cseq: CSeq;
}

/** A request that passed the gate. */
export interface SipRequest extends Essentials {
  readonly kind: 'request';
  /** Case-sensitive (RFC 3261 §7.1). */
  readonly method: string;
  readonly requestUri: string;
  /** 0…255; null when the header is missing. */
  readonly maxForwards: number | null;
  readonly headers: HeaderList;
  readonly body: Uint8Array;
}

/** A response that passed the gate. */
export interface SipResponse extends Pick<Essentials, 'vias' | 'cseq'> {
  readonly kind: 'response';
  /** 100…699. */
  readonly statusCode: number;
  readonly reason: string;
  readonly headers: HeaderList;
  readonly body: Uint8Array;
}
