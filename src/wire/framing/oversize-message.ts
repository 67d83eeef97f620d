import type { ByteQueue } from './byte-queue.ts';
import { readContentLength } from './content-length.ts';
import type { FramingFault, FramingFaultCode, HeaderField } from './frame.ts';
import { headerKey } from './header-names.ts';

/** A head that is longer than this is not skipped: the stream ends. */
const MAX_SKIPPED_HEAD_BYTES = 262_144;
const MAX_SKIPPED_BODY_BYTES = 1_048_576;
/** A Content-Length takes a few bytes, so longer lines are skipped unread. */
const MAX_LENGTH_LINE_BYTES = 256;
const CRLF = Buffer.from('\r\n');
const NAME = /^([^\s:]+)[ \t]*:/;

/**
 * Skips the rest of a message that is too large, without keeping it. Only its Content-Length is looked for, so that the
 * next message is found. Without this, anybody whose message a server forwards to us could end our flow, and again
 * after each registration.
 */
export class OversizeMessage {
  readonly fault: FramingFault;
  readonly #lengths: HeaderField[];
  /** The last header was a Content-Length. If a continuation line follows, it cannot be read. */
  #afterLength: boolean;
  #insideLongLine = false;
  #skippedHeadBytes = 0;
  /** Bytes of the body still to come; null until the head has ended. */
  #bodyLeft: number | null;

  /**
   * @param bodyBytes null when the head is still arriving; the queue then begins with the first line that is not in
   * `fault.head`
   */
  constructor(fault: FramingFault, bodyBytes: number | null) {
    this.fault = fault;
    this.#lengths = fault.head.headers.filter(isLength);
    this.#afterLength = isLength(fault.head.headers.at(-1));
    this.#bodyLeft = bodyBytes;
  }

  /** Skips what has arrived. 'more': the message has not ended; another code: its end cannot be found. */
  advance(queue: ByteQueue): 'more' | 'done' | FramingFaultCode {
    while (this.#bodyLeft === null) {
      const end = queue.indexOf(CRLF, 0);
      if (end < 0) return this.#dropPartOfLine(queue);
      const isBlank = end === 0 && !this.#insideLongLine;
      this.#readLine(queue, end);
      if (this.#skippedHeadBytes > MAX_SKIPPED_HEAD_BYTES) return this.fault.code;
      if (!isBlank) continue;
      const length = readContentLength(this.#lengths, MAX_SKIPPED_BODY_BYTES);
      if (!length.ok) return length.error;
      this.#bodyLeft = length.value;
    }
    if (this.#bodyLeft > MAX_SKIPPED_BODY_BYTES) return 'body-too-large';
    const skipped = Math.min(this.#bodyLeft, queue.length);
    queue.drop(skipped);
    this.#bodyLeft -= skipped;
    return this.#bodyLeft === 0 ? 'done' : 'more';
  }

  #dropPartOfLine(queue: ByteQueue): 'more' | FramingFaultCode {
    // The last byte may be the first half of a CRLF.
    const surplus = queue.length - 1;
    if (surplus > MAX_LENGTH_LINE_BYTES || (this.#insideLongLine && surplus > 0)) {
      this.#insideLongLine = true;
      this.#skippedHeadBytes += surplus;
      queue.drop(surplus);
    }
    return this.#skippedHeadBytes > MAX_SKIPPED_HEAD_BYTES ? this.fault.code : 'more';
  }

  #readLine(queue: ByteQueue, end: number): void {
    const isLong = this.#insideLongLine || end > MAX_LENGTH_LINE_BYTES;
    if (isLong) this.#afterLength = false;
    else this.#note(queue.view(end).toString('latin1'));
    this.#insideLongLine = false;
    this.#skippedHeadBytes += end + CRLF.length;
    queue.drop(end + CRLF.length);
  }

  #note(line: string): void {
    if (/^[ \t]/.test(line)) {
      if (this.#afterLength) this.#lengths.push({ name: 'Content-Length', value: line });
      return;
    }
    const [before, name] = NAME.exec(line) ?? [];
    const field =
      before === undefined || name === undefined ? undefined : { name, value: line.slice(before.length).trim() };
    this.#afterLength = isLength(field);
    if (field !== undefined && this.#afterLength) this.#lengths.push(field);
  }
}

function isLength(field: HeaderField | undefined): boolean {
  return field !== undefined && headerKey(field.name) === 'content-length';
}
