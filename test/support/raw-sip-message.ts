/**
 * A SIP message as a test reads it: cut by Content-Length, with long header names in lower case. It uses no code of the
 * product.
 */
export interface RawSipMessage {
  readonly startLine: string;
  /** Null for a request. */
  readonly status: number | null;
  /** Null for a response. */
  readonly method: string | null;
  /** Start line and headers, as they came. */
  readonly head: string;
  readonly body: Buffer;
  /** Values of all headers of that name, in order. */
  all(name: string): readonly string[];
  /** The first value of that header; '' when there is none. */
  header(name: string): string;
}

const HEAD_END = Buffer.from('\r\n\r\n');

/** Cuts a stream into messages, and counts the line breaks between them. */
export class RawSipReader {
  lineBreaks = 0;
  #bytes: Buffer = Buffer.alloc(0);

  push(chunk: Buffer): readonly RawSipMessage[] {
    this.#bytes = this.#bytes.length === 0 ? chunk : Buffer.concat([this.#bytes, chunk]);
    const messages: RawSipMessage[] = [];
    for (;;) {
      while (this.#bytes[0] === 13 && this.#bytes[1] === 10) {
        this.lineBreaks += 1;
        this.#bytes = this.#bytes.subarray(2);
      }
      const headEnd = this.#bytes.indexOf(HEAD_END);
      if (headEnd < 0) return messages;
      const head = this.#bytes.toString('utf8', 0, headEnd);
      const bodyBytes = Number(/\r\n(?:content-length|l)[ \t]*:[ \t]*(\d+)/i.exec(head)?.[1] ?? 0);
      const end = headEnd + HEAD_END.length + bodyBytes;
      if (this.#bytes.length < end) return messages;
      messages.push(parsed(head, Buffer.from(this.#bytes.subarray(headEnd + HEAD_END.length, end))));
      this.#bytes = this.#bytes.subarray(end);
    }
  }
}

function parsed(head: string, body: Buffer): RawSipMessage {
  const [startLine = '', ...lines] = head.split('\r\n');
  const status = /^SIP\/2\.0 (\d{3})/.exec(startLine)?.[1];
  const all = (name: string): readonly string[] => {
    const prefix = `${name.toLowerCase()}:`;
    return lines
      .filter((line) => line.toLowerCase().startsWith(prefix))
      .map((line) => line.slice(prefix.length).trim());
  };
  return {
    startLine,
    status: status === undefined ? null : Number(status),
    method: status === undefined ? (startLine.split(' ')[0] ?? '') : null,
    head,
    body,
    all,
    header: (name) => all(name)[0] ?? '',
  };
}
