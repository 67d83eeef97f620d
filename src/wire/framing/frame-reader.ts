import { FRAME_LIMITS, type FrameLimits } from './frame-limits.ts';
import type { FrameEvent, FrameHead, FramingFault, FramingFaultCode } from './frame.ts';
import { readContentLength } from './content-length.ts';
import { ByteQueue } from './byte-queue.ts';
import { OversizeMessage } from './oversize-message.ts';
import { readHeaderBlock, type LineSpan } from './header-block.ts';
import { isOtherProtocol } from './protocol-of.ts';
import { RestOfHead } from './rest-of-head.ts';

const CR = 0x0d;
const LF = 0x0a;
const SPACE = 0x20;
const TAB = 0x09;
const CRLF = Buffer.from('\r\n');
/** A server reads so much of a head that it refuses, to find what the answer needs. */
const MAX_REFUSED_HEAD_BYTES = 65_536;
/** So much of a first line shows what it begins. */
const START_BYTES = 16;
const CRLF_BYTES = 2;
const PING: FrameEvent = { kind: 'ping' };
const PONG: FrameEvent = { kind: 'pong' };

export interface FrameReaderParts {
  /** The end of the connection that reads. It decides what line breaks between messages mean (RFC 5626 §4.4.1). */
  readonly role: 'client' | 'server';
  readonly limits?: FrameLimits;
}

/**
 * Cuts the bytes of one connection into messages (RFC 3261 §7, §18.3). The events are the same however the bytes are
 * split into chunks. Nothing is parsed before it is within the limits, and never more than the limits is held. After a
 * fault the reader reads nothing more. A client skips a message that is too large: it has only one flow, and nobody who
 * writes to it may be able to end it. A server ends the connection.
 */
export class FrameReader {
  readonly #role: 'client' | 'server';
  readonly #limits: FrameLimits;
  readonly #queue = new ByteQueue();
  /** Lines of the message that is arriving, relative to the first byte of the queue. */
  #lines: LineSpan[] = [];
  /** Bytes of the last line's header so far, including its continuation lines. */
  #headerBytes = 0;
  #headerCount = 0;
  /**
   * Where the search for the next CRLF continues, so that a slow sender does not make us search the same bytes again.
   */
  #scannedBytes = 0;
  #lineBreaks = 0;
  #messagesRead = 0;
  #awaitedBody: { readonly head: FrameHead; readonly bodyBytes: number } | null = null;
  #oversize: OversizeMessage | null = null;
  #refused: RestOfHead | null = null;
  #faulty = false;

  constructor({ role, limits }: FrameReaderParts) {
    this.#role = role;
    this.#limits = limits ?? FRAME_LIMITS;
  }

  /**
   * Number (1…) of the message that has arrived only in part; null between messages. Used for the time-out of slow
   * senders.
   */
  get partialMessage(): number | null {
    return !this.#faulty && this.#isMidMessage ? this.#messagesRead + 1 : null;
  }

  get #isMidMessage(): boolean {
    const isReading = this.#awaitedBody !== null || this.#oversize !== null || this.#refused !== null;
    return isReading || this.#queue.length > 0;
  }

  push(chunk: Uint8Array): readonly FrameEvent[] {
    const events: FrameEvent[] = [];
    if (this.#faulty) return events;
    this.#queue.append(chunk);
    while (this.#step(events));
    return events;
  }

  /** Makes one step. False when more bytes are needed, or after a fault. */
  #step(events: FrameEvent[]): boolean {
    if (this.#refused !== null) return this.#readRefused(this.#refused, events);
    if (this.#oversize !== null) return this.#skip(this.#oversize, events);
    if (this.#awaitedBody !== null) return this.#readBody(this.#awaitedBody, events);
    if (this.#queue.at(0) === CR) {
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
      const isTooLong = this.#queue.length - start > this.#limits.lineBytes + 1;
      return isTooLong && this.#refuseHead('line-too-long');
    }
    this.#scannedBytes = end + CRLF_BYTES;
    if (start === end) return this.#endHead(events);
    const fault = this.#checkLine(start, end);
    if (fault !== null) return this.#refuseHead(fault);
    this.#lines.push({ start, end });
    return true;
  }

  #checkLine(start: number, end: number): FramingFaultCode | null {
    const lineBytes = end - start;
    if (this.#lines.length > 1 && this.#isBlankAt(start)) this.#headerBytes += lineBytes;
    else {
      this.#headerBytes = lineBytes;
      if (this.#lines.length > 0) this.#headerCount += 1;
    }
    if (this.#headerBytes > this.#limits.lineBytes) return 'line-too-long';
    if (end + CRLF_BYTES > this.#limits.headerBlockBytes) return 'header-block-too-large';
    return this.#headerCount > this.#limits.headerCount ? 'too-many-headers' : null;
  }

  #isBlankAt(offset: number): boolean {
    const byte = this.#queue.at(offset);
    return byte === SPACE || byte === TAB;
  }

  #endHead(events: FrameEvent[]): boolean {
    const head = this.#takeHead(this.#lines);
    if (isOtherProtocol(head)) return this.#endStream('not-sip', head, events);
    const length = readContentLength(head.headers, this.#limits.bodyBytes);
    if (!length.ok) return this.#refuseBody(length.error, head, events);
    this.#queue.drop(this.#scannedBytes);
    this.#awaitedBody = { head, bodyBytes: length.value };
    return true;
  }

  #readBody(awaited: { readonly head: FrameHead; readonly bodyBytes: number }, events: FrameEvent[]): boolean {
    if (this.#queue.length < awaited.bodyBytes) return false;
    const body = this.#queue.take(awaited.bodyBytes);
    this.#endMessage();
    events.push({ kind: 'frame', frame: { ...awaited.head, body } });
    return true;
  }

  #readRefused(refused: RestOfHead, events: FrameEvent[]): boolean {
    if (refused.advance(this.#queue) === 'more') return false;
    const { code, head } = refused.fault;
    return this.#endStream(code, head, events);
  }

  #skip(oversize: OversizeMessage, events: FrameEvent[]): boolean {
    const progress = oversize.advance(this.#queue);
    if (progress === 'more') return false;
    if (progress !== 'done') return this.#endStream(progress, oversize.fault.head, events);
    this.#endMessage();
    events.push({ kind: 'oversize', fault: oversize.fault });
    return true;
  }

  #endMessage(): void {
    this.#awaitedBody = null;
    this.#oversize = null;
    this.#lines = [];
    this.#headerBytes = 0;
    this.#headerCount = 0;
    this.#scannedBytes = 0;
    this.#lineBreaks = 0;
    this.#messagesRead += 1;
  }

  #takeHead(lines: readonly LineSpan[]): FrameHead {
    return readHeaderBlock(this.#queue.view(lines.at(-1)?.end ?? 0), lines);
  }

  /** A limit was exceeded within the head. */
  #refuseHead(code: FramingFaultCode): boolean {
    // The last header may go on in the lines to come, and is read with them.
    const read = this.#lines.slice(
      0,
      Math.max(
        1,
        this.#lines.findLastIndex(({ start }) => !this.#isBlankAt(start)),
      ),
    );
    const head = this.#takeHead(read);
    // Of a first line that is too long the beginning tells whether this is a request, which alone may be answered.
    const startLine = head.startLine === '' ? this.#queue.view(START_BYTES).toString('latin1') : head.startLine;
    const fault = faultOf(code, { ...head, startLine });
    this.#queue.drop((read.at(-1)?.end ?? -CRLF_BYTES) + CRLF_BYTES);
    if (this.#role === 'server') this.#refused = new RestOfHead(fault, MAX_REFUSED_HEAD_BYTES);
    else this.#oversize = new OversizeMessage(fault, null);
    return true;
  }

  /** The head is complete, but its body is too large or has no readable length. */
  #refuseBody(code: FramingFaultCode, head: FrameHead, events: FrameEvent[]): boolean {
    const length = readContentLength(head.headers, Infinity);
    if (this.#role === 'server' || !length.ok) return this.#endStream(code, head, events);
    this.#queue.drop(this.#scannedBytes);
    this.#oversize = new OversizeMessage(faultOf(code, head), length.value);
    return true;
  }

  #endStream(code: FramingFaultCode, head: FrameHead, events: FrameEvent[]): false {
    this.#faulty = true;
    this.#queue.drop(this.#queue.length);
    events.push({ kind: 'fault', fault: faultOf(code, head) });
    return false;
  }
}

const TOO_LARGE: ReadonlySet<FramingFaultCode> = new Set([
  'line-too-long',
  'header-block-too-large',
  'too-many-headers',
  'body-too-large',
]);

function faultOf(code: FramingFaultCode, head: FrameHead): FramingFault {
  return { code, status: TOO_LARGE.has(code) ? 513 : 400, head };
}
