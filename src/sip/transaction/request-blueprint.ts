import type { HeaderField } from '../../wire/framing/frame.ts';

/** A request to be sent. `RequestClient` adds Via, CSeq, Max-Forwards, credentials and Content-Length. */
export interface RequestBlueprint {
  readonly method: 'REGISTER' | 'MESSAGE' | 'OPTIONS';
  readonly requestUri: string;
  /** An addr-spec (RFC 3261 §25.1), without display name. */
  readonly from: string;
  readonly to: string;
  readonly callId: string;
  readonly headers: readonly HeaderField[];
  /**
   * The From tag and the first CSeq number; those of the next request when not given. By these and the Call-ID a peer
   * knows all tries of one text as one (RFC 3261 §8.1.1).
   */
  readonly identity?: { readonly fromTag: string; readonly firstCseq: number };
  /** Sent as UTF-8. */
  readonly body: string;
}
