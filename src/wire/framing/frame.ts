/** One header as it was on the wire, with continuation lines joined by one space. */
export interface HeaderField {
  /** As received, or as it will be sent. Compare names by `headerKey`. */
  readonly name: string;
  readonly value: string;
}

/** Start line and headers of one message. */
export interface FrameHead {
  readonly startLine: string;
  /** The lines that are headers. Control characters in them were replaced by spaces. */
  readonly headers: readonly HeaderField[];
  /**
   * Names, by `headerKey`, of headers that had control characters. Whoever needs one of them must refuse the message.
   */
  readonly damaged: readonly string[];
  /** Whether all lines were UTF-8. One that was not is read as ISO 8859-1. */
  readonly isUtf8: boolean;
  /**
   * Why another element could cut the head into other lines than we do, or take its first line for something else. Such
   * a request is answered 400 whatever it says. Null when there is no such doubt.
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
  /** It speaks another protocol, such as HTTP. */
  | 'not-sip'
  | 'content-length-missing'
  | 'content-length-malformed'
  | 'content-length-repeated'
  | 'body-too-large';

/** The stream cannot be cut into messages any more. Answer if it was a request, then close the connection. */
export interface FramingFault {
  readonly code: FramingFaultCode;
  /** 400 or 513 (RFC 3261 §21.4.1, §21.5.7). */
  readonly status: 400 | 513;
  /**
   * The lines before the fault, and of those after it what an answer copies. They are enough for one when Via and CSeq
   * are among them.
   */
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
