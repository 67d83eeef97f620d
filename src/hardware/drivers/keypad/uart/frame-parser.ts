import { crc16 } from './crc16.ts';

// The protocol is described byte by byte in docs/uart-keypad.md.
const START = 0x80;
const PROTOCOL_VERSION = 1;
const HEAD_BYTES = 2;
const CLOCK_BYTES = 2;
const MIN_PAYLOAD_BYTES = CLOCK_BYTES + 1;
const MAX_PAYLOAD_BYTES = 32;
const CHECK_BYTES = 3;
const CONTACTS_PER_BYTE = 7;

export type UartFrame =
  /** `clockMs`: the sender's clock, 0 to 16383 and round again. `closed` is ascending. */
  | { readonly kind: 'state'; readonly clockMs: number; readonly closed: readonly number[] }
  /** A whole frame of a protocol that is not ours. */
  | { readonly kind: 'other-version'; readonly version: number }
  /** What began as a frame and was none. */
  | { readonly kind: 'broken' };

/**
 * Takes bytes as they come, in pieces of any size. Only the first byte of a frame has its highest bit set, so that
 * after noise or a lost byte the next frame is found at once, and no byte is looked at twice.
 */
export class UartFrameParser {
  readonly #frame = new Uint8Array(HEAD_BYTES + MAX_PAYLOAD_BYTES + CHECK_BYTES);
  /** Bytes of the frame so far; 0 between frames. */
  #length = 0;

  read(bytes: Uint8Array): readonly UartFrame[] {
    const frames: UartFrame[] = [];
    for (const byte of bytes) {
      const frame = this.#byte(byte);
      if (frame !== null) frames.push(frame);
    }
    return frames;
  }

  #byte(byte: number): UartFrame | null {
    const isStart = byte >= START;
    // Between frames there is nothing; a byte there is the rest of one whose beginning was lost.
    if (!isStart && this.#length === 0) return null;
    const wasCut = isStart && this.#length > 0;
    if (isStart) this.#length = 0;
    this.#frame[this.#length] = byte;
    this.#length += 1;
    if (wasCut) return { kind: 'broken' };
    if (this.#length < HEAD_BYTES) return null;
    const payloadBytes = this.#frame[1] ?? 0;
    const isFrame = payloadBytes >= MIN_PAYLOAD_BYTES && payloadBytes <= MAX_PAYLOAD_BYTES;
    if (isFrame && this.#length < HEAD_BYTES + payloadBytes + CHECK_BYTES) return null;
    this.#length = 0;
    return isFrame ? frameOf(this.#frame, HEAD_BYTES + payloadBytes) : { kind: 'broken' };
  }
}

function frameOf(bytes: Uint8Array, checkAt: number): UartFrame {
  const at = (index: number) => bytes[index] ?? 0;
  const check = (at(checkAt) << 14) | (at(checkAt + 1) << 7) | at(checkAt + 2);
  if (check !== crc16(bytes.subarray(0, checkAt))) return { kind: 'broken' };
  const version = at(0) & ~START;
  if (version !== PROTOCOL_VERSION) return { kind: 'other-version', version };
  const closed: number[] = [];
  for (let index = HEAD_BYTES + CLOCK_BYTES; index < checkAt; index += 1) {
    for (let bit = 0; bit < CONTACTS_PER_BYTE; bit += 1) {
      const contact = (index - HEAD_BYTES - CLOCK_BYTES) * CONTACTS_PER_BYTE + bit;
      if (((at(index) >> bit) & 1) === 1) closed.push(contact);
    }
  }
  return { kind: 'state', clockMs: at(2) | (at(3) << 7), closed };
}
