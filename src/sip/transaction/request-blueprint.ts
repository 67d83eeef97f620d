import type { HeaderField } from '../../wire/framing/frame.ts';

/** A request as it is wanted. Via, CSeq, Max-Forwards, credentials and Content-Length are the transaction's own. */
export interface RequestBlueprint {
  readonly method: 'REGISTER' | 'MESSAGE' | 'OPTIONS';
  readonly requestUri: string;
  /** addr-spec, without display name. */
  readonly from: string;
  readonly to: string;
  readonly callId: string;
  readonly headers: readonly HeaderField[];
  /** UTF-8 on the wire. */
  readonly body: string;
}
