import type { ByteQueue } from './byte-queue.ts';
import { readContentLength } from './content-length.ts';
import type { FramingFault, FramingFaultCode } from './frame.ts';
import { RestOfHead } from './rest-of-head.ts';

/** A head that is longer than this is not skipped: the stream ends. */
const MAX_SKIPPED_HEAD_BYTES = 262_144;
const MAX_SKIPPED_BODY_BYTES = 1_048_576;

/**
 * Skips the rest of a message that is too large, and keeps only what its refusal needs. Its Content-Length tells where
 * the next message begins. Without this, anybody whose message a server forwards to us could end our flow, and again
 * after each registration.
 */
export class OversizeMessage {
  #fault: FramingFault;
  readonly #rest: RestOfHead;
  /** Bytes of the body still to come; null until the head has ended. */
  #bodyLeft: number | null;

  /**
   * @param bodyBytes null when the head is still arriving; the queue then begins with the first line that is not in
   * `fault.head`
   */
  constructor(fault: FramingFault, bodyBytes: number | null) {
    this.#fault = fault;
    this.#rest = new RestOfHead(fault, MAX_SKIPPED_HEAD_BYTES);
    this.#bodyLeft = bodyBytes;
  }

  get fault(): FramingFault {
    return this.#fault;
  }

  /** Skips what has arrived. 'more': the message has not ended; another code: its end cannot be found. */
  advance(queue: ByteQueue): 'more' | 'done' | FramingFaultCode {
    if (this.#bodyLeft === null) {
      const progress = this.#rest.advance(queue);
      if (progress === 'more') return 'more';
      this.#fault = this.#rest.fault;
      if (progress === 'endless') return this.#fault.code;
      const length = readContentLength(this.#fault.head.headers, MAX_SKIPPED_BODY_BYTES);
      if (!length.ok) return length.error;
      this.#bodyLeft = length.value;
    }
    if (this.#bodyLeft > MAX_SKIPPED_BODY_BYTES) return 'body-too-large';
    const skipped = Math.min(this.#bodyLeft, queue.length);
    queue.drop(skipped);
    this.#bodyLeft -= skipped;
    return this.#bodyLeft === 0 ? 'done' : 'more';
  }
}
