import { FRAME_LIMITS, type FrameLimits } from './frame-limits.ts';
import type { FrameEvent, FrameHead, FramingFaultCode } from './frame.ts';
import { readContentLength } from './content-length.ts';
import { ByteQueue } from './byte-queue.ts';
import { readHeaderBlock, type LineSpan } from './header-block.ts';

const CR = 0x0d;
const LF = 0x0a;
const SPACE = 0x20;
const TAB = 0x09;
const CRLF = Buffer.from('\r\n');
const CRLF_BYTES = 2;
const PING: FrameEvent = { kind: 'ping' };
const PONG: FrameEvent = { kind: 'pong' };

export interface FrameReaderOptions {
  /** Which end of the connection reads: it decides what line breaks between messages mean (RFC 5626 §4.4.1). */
  readonly role: 'client' | 'server';
  readonly limits?: FrameLimits;
}

/**
 * Cuts the bytes of one connection into messages (RFC 3261 §7, §18.3). However the bytes are split into chunks, the events are the same.
 * Nothing is parsed before it is within the limits, and what is held never exceeds them. After a fault it reads nothing more.
 */
export class FrameReader {
  readonly #role: 'client' | 'server';
  readonly #limits: FrameLimits;
  readonly #queue = new ByteQueue();
  /** Lines of the message that is coming, relative to the first byte of the queue. */
  #lines: LineSpan[] = [];
  /** Bytes of the header that the last line belongs to, with the continuation lines so far. */
  #headerBytes = 0;
  #headerCount = 0;
  /** Where the search for the next CRLF goes on: a slow sender must not make us search the same bytes again. */
  #scannedBytes = 0;
  #lineBreaks = 0;
  #messagesRead = 0;
  #awaitedBody: { readonly head: FrameHead; readonly bodyBytes: number } | null = null;
  #faulty = false;

  constructor(options: FrameReaderOptions) {
    this.#role = options.role;
    this.#limits = options.limits ?? FRAME_LIMITS;
  }

  /** Ordinal (1…) of a message of which only a part has come; null between messages. For the time-out of slow senders. */
  get partialMessage(): number | null {
    return !this.#faulty && (this.#awaitedBody !== null || this.#queue.length > 0) ? this.#messagesRead + 1 : null;
  }

  push(chunk: Uint8Array): readonly FrameEvent[] {
    const events: FrameEvent[] = [];
    if (this.#faulty) return events;
    this.#queue.append(chunk);
    while (this.#step(events));
    return events;
  }

  /** One step forward; false when more bytes are needed, or after a fault. */
  #step(events: FrameEvent[]): boolean {
    if (this.#awaitedBody !== null) return this.#readBody(this.#awaitedBody, events);
    if (this.#lines.length === 0 && this.#queue.at(0) === CR) {
      if (this.#queue.length < CRLF_BYTES) return false;
      if (this.#queue.at(1) === LF) return this.#readLineBreak(events);
    }
    return this.#readLine(events);
  }

  #readLineBreak(events: FrameEvent[]): boolean {
    this.#queue.drop(CRLF_BYTES);
    this.#lineBreaks += 1;
    if (this.#role === 'client') events.push(PONG);
    else if (this.#lineBreaks % 2 === 0) events.push(PING);
    return true;
  }

  #readLine(events: FrameEvent[]): boolean {
    const start = (this.#lines.at(-1)?.end ?? -CRLF_BYTES) + CRLF_BYTES;
    const end = this.#queue.indexOf(CRLF, Math.max(start, this.#scannedBytes));
    if (end < 0) {
      // The last byte may be the first half of a CRLF.
      this.#scannedBytes = Math.max(start, this.#queue.length - 1);
      if (this.#queue.length - start > this.#limits.lineBytes + 1) this.#fail('line-too-long', events);
      return false;
    }
    this.#scannedBytes = end + CRLF_BYTES;
    if (start === end) return this.#endHead(events);
    const fault = this.#checkLine(start, end);
    if (fault !== null) return this.#fail(fault, events);
    this.#lines.push({ start, end });
    return true;
  }

  #checkLine(start: number, end: number): FramingFaultCode | null {
    const lineBytes = end - start;
    const first = this.#queue.at(start);
    if (this.#lines.length > 1 && (first === SPACE || first === TAB)) this.#headerBytes += lineBytes;
    else {
      this.#headerBytes = lineBytes;
      if (this.#lines.length > 0) this.#headerCount += 1;
    }
    if (this.#headerBytes > this.#limits.lineBytes) return 'line-too-long';
    if (end + CRLF_BYTES > this.#limits.headerBlockBytes) return 'header-block-too-large';
    return this.#headerCount > this.#limits.headerCount ? 'too-many-headers' : null;
  }

  #endHead(events: FrameEvent[]): boolean {
    const head = this.#takeHead();
    const length = readContentLength(head.headers, this.#limits.bodyBytes);
    if (!length.ok) return this.#failWith(length.error, head, events);
    this.#queue.drop(this.#scannedBytes);
    this.#awaitedBody = { head, bodyBytes: length.value };
    return true;
  }

  #readBody(awaited: { readonly head: FrameHead; readonly bodyBytes: number }, events: FrameEvent[]): boolean {
    if (this.#queue.length < awaited.bodyBytes) return false;
    const body = this.#queue.take(awaited.bodyBytes);
    this.#awaitedBody = null;
    this.#lines = [];
    this.#headerBytes = 0;
    this.#headerCount = 0;
    this.#scannedBytes = 0;
    this.#lineBreaks = 0;
    this.#messagesRead += 1;
    events.push({ kind: 'frame', frame: { ...awaited.head, body } });
    return true;
  }

  #takeHead(): FrameHead {
    return readHeaderBlock(this.#queue.view(this.#lines.at(-1)?.end ?? 0), this.#lines);
  }

  #fail(code: FramingFaultCode, events: FrameEvent[]): false {
    return this.#failWith(code, this.#takeHead(), events);
  }

  #failWith(code: FramingFaultCode, head: FrameHead, events: FrameEvent[]): false {
    this.#faulty = true;
    this.#queue.drop(this.#queue.length);
    const status = code.startsWith('content-length') ? 400 : 513;
    events.push({ kind: 'fault', fault: { code, status, head } });
    return false;
  }
}
