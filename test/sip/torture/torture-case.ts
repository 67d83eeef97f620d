/** What the handset does with the bytes: its answers' statuses in order; then whether the connection is still good. */
export interface TortureCase {
  /** Name of the message in RFC 4475 or RFC 5118, with what was changed: 'V' for the same defect in a MESSAGE to us. */
  readonly name: string;
  readonly bytes: Buffer;
  /** Empty: discarded without an answer. */
  readonly statuses: readonly number[];
  /** The stream cannot be cut any further: the connection is closed. */
  readonly closes?: boolean;
  /** A header that the last answer must carry. */
  readonly header?: readonly [name: string, value: string];
  /** Bodies that reach the owner. */
  readonly stored?: readonly string[];
}

export interface Parts {
  readonly requestLine?: string;
  readonly via?: readonly string[];
  readonly from?: string;
  readonly to?: string;
  readonly callId?: string;
  readonly cseq?: string;
  readonly maxForwards?: string;
  readonly more?: readonly string[];
  /** Content-Type of a text; text/plain when not given. */
  readonly type?: string;
  readonly body?: string | Uint8Array;
  /** Null: the header is left out. */
  readonly contentLength?: string | null;
}

/** A request to bob in which each part can be put in the RFC's words; `undefined` parts are ordinary. */
export function request(method: string, parts: Parts = {}): Buffer {
  const body = Buffer.from(parts.body ?? '');
  const contentLength = parts.contentLength === undefined ? String(body.length) : parts.contentLength;
  const head = [
    parts.requestLine ?? `${method} sip:bob@example.org SIP/2.0`,
    ...(parts.via ?? ['Via: SIP/2.0/TLS host1.example.com;branch=z9hG4bK.torture']),
    parts.from ?? 'From: <sip:caller@example.net>;tag=341518',
    parts.to ?? 'To: <sip:bob@example.org>',
    parts.callId ?? 'Call-ID: torture.0ha0isndaksdj@192.0.2.1',
    parts.cseq ?? `CSeq: 8 ${method}`,
    parts.maxForwards ?? 'Max-Forwards: 70',
    ...(parts.more ?? []),
    ...(contentLength === null ? [] : [`Content-Length: ${contentLength}`]),
  ].filter((line) => line !== '');
  return Buffer.concat([Buffer.from(`${head.join('\r\n')}\r\n\r\n`), body]);
}

/** As `request`, a MESSAGE with a text. */
export function textMessage(parts: Parts = {}): Buffer {
  return request('MESSAGE', {
    body: 'hello',
    ...parts,
    more: [`Content-Type: ${parts.type ?? 'text/plain'}`, ...(parts.more ?? [])],
  });
}

export function response(startLine: string, headers: readonly string[]): Buffer {
  return Buffer.from(`${[startLine, ...headers, 'Content-Length: 0'].join('\r\n')}\r\n\r\n`);
}
