import { crc32 } from 'node:zlib';

// The protocol is described line by line in docs/provisioning.md.
const KINDS = ['hello', 'ready', 'begin', 'data', 'end', 'ack', 'done', 'refused'] as const;
export type FrameKind = (typeof KINDS)[number];

export const SERIAL_PROTOCOL = 1;
export const SERIAL_BAUD_RATE = 115_200;
/** Of the document in one frame. */
export const CHUNK_BYTES = 384;
/** Longer is no frame: 1 KiB of data in base64, and the words around it. */
const MAX_LINE_CHARS = 1_600;

export interface SerialFrame {
  readonly kind: FrameKind;
  /** The protocol's version, a length or the number of a piece: what the kind says. */
  readonly number: number;
  readonly data: Buffer;
}

/** A frame is a line of its own: `~KIND NUMBER DATA CHECK`, data in base64 or `-`, check a CRC-32 in hexadecimal. */
export function serialLine(kind: FrameKind, number: number, data: Uint8Array = Buffer.alloc(0)): string {
  const words = `${kind} ${number} ${data.length === 0 ? '-' : Buffer.from(data).toString('base64')}`;
  // An end before it, so that what a kernel has printed on the same line does not swallow it.
  return `\r\n~${words} ${checkOf(words)}\r\n`;
}

/**
 * Finds frames in whatever comes: between them may be noise, and what a kernel prints. No byte is looked at twice, and
 * no more than one line is kept.
 */
export class SerialFrames {
  #line = '';

  read(bytes: Uint8Array): readonly SerialFrame[] {
    const frames: SerialFrame[] = [];
    for (const part of Buffer.from(bytes)
      .toString('latin1')
      .split(/(?<=[\r\n~])/)) {
      const end = part.at(-1);
      if (end === '~') {
        this.#line = '~';
        continue;
      }
      if (this.#line !== '' && this.#line.length + part.length <= MAX_LINE_CHARS) this.#line += part;
      else this.#line = '';
      if (end !== '\r' && end !== '\n') continue;
      const frame = frameOf(this.#line.slice(1, -1));
      this.#line = '';
      if (frame !== null) frames.push(frame);
    }
    return frames;
  }
}

function frameOf(line: string): SerialFrame | null {
  const [kind, number = '', data = '', check, ...more] = line.split(' ');
  const known = KINDS.find((each) => each === kind);
  if (known === undefined || more.length > 0 || !/^\d{1,9}$/.test(number)) return null;
  if (check !== checkOf(`${known} ${number} ${data}`)) return null;
  return { kind: known, number: Number(number), data: data === '-' ? Buffer.alloc(0) : Buffer.from(data, 'base64') };
}

function checkOf(words: string): string {
  return crc32(words).toString(16).padStart(8, '0');
}
