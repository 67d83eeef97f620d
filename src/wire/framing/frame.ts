/** One header as it was on the wire, with continuation lines joined by one space. */
export interface HeaderField {
  /** As received, or as it will be sent. Compare names by `headerKey`. */
  readonly name: string;
  readonly value: string;
}

/** Start line and headers of one message. */
export interface FrameHead {
  readonly startLine: string;
  readonly headers: readonly HeaderField[];
  /**
   * Why the head is not valid SIP although it could be framed (control character, not UTF-8, line without a colon);
   * answered 400. Null when it is valid.
   */
  readonly malformed: string | null;
}

/** One message cut out of the stream, not yet parsed. */
export interface Frame extends FrameHead {
  readonly body: Uint8Array;
}

export type FramingFaultCode =
  | 'line-too-long'
  | 'header-block-too-large'
  | 'too-many-headers'
  | 'content-length-missing'
  | 'content-length-malformed'
  | 'content-length-repeated'
  | 'body-too-large';

/** The stream cannot be cut into messages any more. Answer if it was a request, then close the connection. */
export interface FramingFault {
  readonly code: FramingFaultCode;
  /** 400 or 513 (RFC 3261 §21.4.1, §21.5.7). */
  readonly status: 400 | 513;
  /** The lines that came before the fault. They are enough for an answer when Via and CSeq are among them. */
  readonly head: FrameHead;
}

export type FrameEvent =
  | { readonly kind: 'frame'; readonly frame: Frame }
  /**
   * Two line breaks between messages: a client's keep-alive, which is answered by one (RFC 5626 §4.4.1). Role 'server'
   * only.
   */
  | { readonly kind: 'ping' }
  /** One line break between messages: the server's answer to our ping. Role 'client' only. */
  | { readonly kind: 'pong' }
  /** A message beyond our limits arrived and was skipped. The stream goes on. Role 'client' only. */
  | { readonly kind: 'oversize'; readonly fault: FramingFault }
  /** The last event of the stream. */
  | { readonly kind: 'fault'; readonly fault: FramingFault };
