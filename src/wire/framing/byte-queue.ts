const FIRST_CAPACITY_BYTES = 2_048;

/**
 * A queue of bytes. A message that arrives in one chunk is read in place, without a copy. Bytes that arrive in small
 * pieces are gathered in a buffer that doubles, so that a thousand tiny chunks do not cost a thousand copies.
 */
export class ByteQueue {
  #buffer: Buffer = Buffer.alloc(0);
  #start = 0;
  #end = 0;

  get length(): number {
    return this.#end - this.#start;
  }

  append(chunk: Uint8Array): void {
    if (this.length === 0) {
      this.#buffer = Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength);
      this.#start = 0;
      this.#end = chunk.byteLength;
      return;
    }
    // A caller's chunk, which must not be overwritten, has no room behind its end.
    if (this.#end + chunk.byteLength > this.#buffer.length) this.#grow(chunk.byteLength);
    this.#buffer.set(chunk, this.#end);
    this.#end += chunk.byteLength;
  }

  /** The byte at `offset`, undefined beyond the end. */
  at(offset: number): number | undefined {
    return offset < this.length ? this.#buffer[this.#start + offset] : undefined;
  }

  /** The first position of `bytes` at or after `from`; -1 when there is none. */
  indexOf(bytes: Buffer, from: number): number {
    return this.#buffer.subarray(this.#start, this.#end).indexOf(bytes, from);
  }

  /** The first bytes, which stay in the queue. Valid until the next call. */
  view(byteCount: number): Buffer {
    return this.#buffer.subarray(this.#start, this.#start + byteCount);
  }

  /** Removes the first bytes and returns a copy that the caller may keep. */
  take(byteCount: number): Uint8Array {
    const taken = new Uint8Array(this.view(byteCount));
    this.drop(byteCount);
    return taken;
  }

  drop(byteCount: number): void {
    this.#start += byteCount;
    if (this.#start >= this.#end) {
      this.#buffer = Buffer.alloc(0);
      this.#start = 0;
      this.#end = 0;
    }
  }

  #grow(byteCount: number): void {
    const pending = this.view(this.length);
    const grown = Buffer.allocUnsafe(Math.max(FIRST_CAPACITY_BYTES, 2 * (this.length + byteCount)));
    this.#end = pending.copy(grown);
    this.#buffer = grown;
    this.#start = 0;
  }
}
