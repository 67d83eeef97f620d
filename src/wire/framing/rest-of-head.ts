import type { ByteQueue } from './byte-queue.ts';
import type { FrameHead, FramingFault } from './frame.ts';
import { readHeaderBlock, type LineSpan } from './header-block.ts';
import { headerKey } from './header-names.ts';

/** The headers that an answer copies (RFC 3261 §8.2.6.2), and the one that tells where the message ends. */
const WANTED = new Set(['via', 'from', 'to', 'call-id', 'cseq', 'content-length']);
/** So many bytes show which header a line begins. */
const NAME_BYTES = 64;
/** The most bytes that are kept of all these headers together. */
const MAX_KEPT_BYTES = 16_384;
const SPACE = 0x20;
const TAB = 0x09;
const CRLF = Buffer.from('\r\n');

/**
 * The rest of a head that is beyond the limits, from the first header that was not read. It is read to its end and not
 * kept, except for the few headers that the refusal must copy, wherever they stand and however long one of them is:
 * without CSeq, for instance, a client would wait for an answer that never comes.
 */
export class RestOfHead {
  readonly #fault: FramingFault;
  readonly #maxBytes: number;
  readonly #kept: Buffer[] = [];
  #keptBytes = 0;
  #readBytes = 0;
  /** Where the search for the end of the line goes on. */
  #scannedBytes = 0;
  #isInsideLongLine = false;
  /** The last header is kept, and so are its continuation lines. */
  #isKeeping = false;

  /** @param maxBytes a head that goes on for longer is 'endless' */
  constructor(fault: FramingFault, maxBytes: number) {
    this.#fault = fault;
    this.#maxBytes = maxBytes;
  }

  /** The fault, with all that its answer needs once the head has ended. */
  get fault(): FramingFault {
    const { head } = this.#fault;
    const rest = this.#readKept();
    return {
      ...this.#fault,
      head: {
        startLine: head.startLine,
        headers: [...head.headers, ...rest.headers],
        damaged: [...head.damaged, ...rest.damaged],
        isUtf8: head.isUtf8 && rest.isUtf8,
        malformed: head.malformed ?? rest.malformed,
      },
    };
  }

  /** Reads what has arrived. 'more': the head has not ended. */
  advance(queue: ByteQueue): 'more' | 'ended' | 'endless' {
    while (this.#readBytes <= this.#maxBytes) {
      const end = queue.indexOf(CRLF, this.#scannedBytes);
      if (end < 0) {
        this.#leavePartOfLine(queue);
        return this.#readBytes > this.#maxBytes ? 'endless' : 'more';
      }
      const isBlank = end === 0 && !this.#isInsideLongLine;
      if (!this.#isInsideLongLine) this.#readLine(queue.view(end + CRLF.length));
      this.#isInsideLongLine = false;
      this.#drop(queue, end + CRLF.length);
      if (isBlank) return 'ended';
    }
    return 'endless';
  }

  /** What will be kept waits in the queue for the end of its line. Of another line nothing need be held. */
  #leavePartOfLine(queue: ByteQueue): void {
    // The last byte may be the first half of a CRLF.
    const surplus = queue.length - 1;
    this.#scannedBytes = Math.max(0, surplus);
    if (surplus < NAME_BYTES && !this.#isInsideLongLine) return;
    const isWaitedFor = !this.#isInsideLongLine && this.#isWanted(queue.view(NAME_BYTES)) && this.#fits(queue.length);
    if (isWaitedFor) return;
    this.#isInsideLongLine = true;
    this.#isKeeping = false;
    this.#drop(queue, surplus);
  }

  #readLine(line: Buffer): void {
    this.#isKeeping = this.#isWanted(line) && this.#fits(line.length);
    if (!this.#isKeeping) return;
    this.#kept.push(Buffer.from(line));
    this.#keptBytes += line.length;
  }

  #isWanted(line: Buffer): boolean {
    if (line[0] === SPACE || line[0] === TAB) return this.#isKeeping;
    const begin = line.toString('latin1', 0, NAME_BYTES);
    const colon = begin.indexOf(':');
    return colon > 0 && WANTED.has(headerKey(begin.slice(0, colon).trimEnd()));
  }

  #fits(bytes: number): boolean {
    return this.#keptBytes + bytes <= MAX_KEPT_BYTES;
  }

  #drop(queue: ByteQueue, bytes: number): void {
    queue.drop(bytes);
    this.#readBytes += bytes;
    this.#scannedBytes = 0;
  }

  #readKept(): FrameHead {
    const lines: LineSpan[] = [{ start: 0, end: 0 }];
    let start = 0;
    for (const { length } of this.#kept) {
      lines.push({ start, end: start + length - CRLF.length });
      start += length;
    }
    return readHeaderBlock(Buffer.concat(this.#kept), lines);
  }
}
