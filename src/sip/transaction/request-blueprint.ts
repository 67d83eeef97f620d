import type { HeaderField } from '../../wire/framing/frame.ts';

/** A request to be sent. The transaction adds Via, CSeq, Max-Forwards, credentials and Content-Length. */
export interface RequestBlueprint {
  readonly method: 'REGISTER' | 'MESSAGE' | 'OPTIONS';
  readonly requestUri: string;
  /** An addr-spec (RFC 3261 §25.1), without display name. */
  readonly from: string;
  readonly to: string;
  readonly callId: string;
  readonly headers: readonly HeaderField[];
  /** Sent as UTF-8. */
  readonly body: string;
}
