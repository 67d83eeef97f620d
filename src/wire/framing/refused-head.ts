import type { ByteQueue } from './byte-queue.ts';
import type { FrameHead, FramingFault, HeaderField } from './frame.ts';
import { headerKey } from './header-names.ts';

/** The headers that an answer copies (RFC 3261 §8.2.6.2). */
const ANSWERED_BY = new Set(['via', 'from', 'to', 'call-id', 'cseq']);
/** A head that goes on for longer than this is answered with what came until then. */
const MAX_READ_BYTES = 65_536;
/** Of the lines behind the fault, longer ones are passed over, and no more than these are kept. */
const MAX_KEPT_LINE_BYTES = 1_024;
const MAX_KEPT_LINES = 16;
const CRLF = Buffer.from('\r\n');

/**
 * The rest of a head that is beyond the limits. It is read to its end and not kept, except for the few headers that the
 * refusal must copy: without CSeq, for instance, a client would wait for an answer that never comes.
 */
export class RefusedHead {
  readonly #fault: FramingFault;
  readonly #kept: HeaderField[] = [];
  #readBytes = 0;
  #isInsideLongLine = false;

  /** @param fault with the lines before it; the queue begins with the first line that is not among them */
  constructor(fault: FramingFault) {
    this.#fault = fault;
  }

  /** The fault with all that its answer needs, once the head has ended; null while more bytes are needed. */
  advance(queue: ByteQueue): FramingFault | null {
    while (this.#readBytes <= MAX_READ_BYTES) {
      const end = queue.indexOf(CRLF, 0);
      if (end < 0) {
        this.#dropPartOfLine(queue);
        if (this.#readBytes <= MAX_READ_BYTES) return null;
        break;
      }
      const isBlank = end === 0 && !this.#isInsideLongLine;
      if (!this.#isInsideLongLine && end <= MAX_KEPT_LINE_BYTES) this.#note(queue.view(end).toString('latin1'));
      this.#isInsideLongLine = false;
      this.#readBytes += end + CRLF.length;
      queue.drop(end + CRLF.length);
      if (isBlank) break;
    }
    return { ...this.#fault, head: this.#head() };
  }

  #dropPartOfLine(queue: ByteQueue): void {
    // The last byte may be the first half of a CRLF.
    const surplus = queue.length - 1;
    if (surplus <= MAX_KEPT_LINE_BYTES) return;
    this.#isInsideLongLine = true;
    this.#readBytes += surplus;
    queue.drop(surplus);
  }

  #note(line: string): void {
    const colon = line.indexOf(':');
    const name = line.slice(0, Math.max(0, colon)).trimEnd();
    if (!ANSWERED_BY.has(headerKey(name)) || this.#kept.length >= MAX_KEPT_LINES) return;
    this.#kept.push({ name, value: line.slice(colon + 1).trim() });
  }

  /** Marked as malformed, so that nothing beyond ASCII is copied: these lines were not checked to be UTF-8. */
  #head(): FrameHead {
    const { head } = this.#fault;
    if (this.#kept.length === 0) return head;
    const malformed = head.malformed ?? 'the head is beyond the limits';
    return { ...head, headers: [...head.headers, ...this.#kept], malformed };
  }
}
