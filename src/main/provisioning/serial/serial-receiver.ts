import { createHash } from 'node:crypto';
import type { Result } from '../../../domain/result.ts';
import { MAX_PROVISIONING_BYTES } from '../provisioning-document.ts';
import { SERIAL_PROTOCOL, SerialFrames, serialLine, type SerialFrame } from './serial-frame.ts';

/** What the handset says of itself when it is greeted. */
export interface SerialGreeting {
  /** Names one transfer: pieces of an earlier one count for nothing. */
  readonly session: string;
  readonly board: string;
  readonly version: string;
}

interface Parts {
  readonly board: string;
  readonly version: string;
  readonly newSession: () => string;
  /** Takes over a whole document. @returns on failure every fault, with no secret in it. */
  readonly take: (document: Uint8Array) => Result<unknown, readonly string[]>;
}

/** What the first piece announces. */
interface Announced {
  readonly bytes: number;
  readonly sha256: string;
}

/** So many of the faults' bytes fit into an answer; the screen shows the first, and the journal has all. */
const MAX_TOLD_BYTES = 900;

/**
 * The handset's end of provisioning by a serial line. It only answers; nothing that it is told is ever repeated by it.
 * A frame that comes twice is answered twice and counts once.
 */
export class SerialReceiver {
  readonly #parts: Parts;
  readonly #frames = new SerialFrames();
  #session: string;
  #announced: Announced | null = null;
  #pieces: Buffer[] = [];
  #arrivedBytes = 0;
  #verdict: string | null = null;
  #isDone = false;

  constructor(parts: Parts) {
    this.#parts = parts;
    this.#session = parts.newSession();
  }

  /** A document was taken over. What still comes is answered as before. */
  get isDone(): boolean {
    return this.#isDone;
  }

  /** @returns what to answer. */
  read(bytes: Uint8Array): readonly string[] {
    return this.#frames.read(bytes).flatMap((frame) => this.#answer(frame) ?? []);
  }

  #answer(frame: SerialFrame): string | null {
    if (this.#isDone) return frame.kind === 'end' ? this.#verdict : null;
    if (frame.kind === 'hello') return frame.number === SERIAL_PROTOCOL ? this.#greet() : null;
    if (frame.kind === 'begin') return this.#begin(frame);
    if (frame.kind === 'data') return this.#piece(frame);
    return frame.kind === 'end' ? this.#end() : null;
  }

  #greet(): string {
    // Greeted twice before anything was begun: an answer was lost, and the transfer keeps its name.
    if (this.#announced !== null) this.#startAnew();
    const { board, version } = this.#parts;
    const greeting: SerialGreeting = { session: this.#session, board, version };
    return serialLine('ready', SERIAL_PROTOCOL, Buffer.from(JSON.stringify(greeting)));
  }

  #begin({ number, data }: SerialFrame): string | null {
    const [session, sha256 = ''] = data.toString('latin1').split(' ');
    if (session !== this.#session || number > MAX_PROVISIONING_BYTES || !/^[0-9a-f]{64}$/.test(sha256)) return null;
    this.#announced ??= { bytes: number, sha256 };
    return serialLine('ack', 0);
  }

  #piece({ number, data }: SerialFrame): string | null {
    if (this.#announced === null || number > this.#pieces.length + 1) return null;
    if (number === this.#pieces.length + 1 && !this.#keep(data, this.#announced)) return null;
    return serialLine('ack', number);
  }

  /** False for what is not of the document: who sends without end must not fill the memory. */
  #keep(data: Buffer, { bytes }: Announced): boolean {
    if (data.length === 0 || this.#arrivedBytes + data.length > bytes) return false;
    this.#arrivedBytes += data.length;
    this.#pieces.push(data);
    return true;
  }

  #end(): string | null {
    if (this.#announced === null) return null;
    this.#verdict ??= this.#judge(this.#announced);
    return this.#verdict;
  }

  #judge({ bytes, sha256 }: Announced): string {
    const document = Buffer.concat(this.#pieces);
    const isWhole = document.length === bytes && createHash('sha256').update(document).digest('hex') === sha256;
    const taken = isWhole ? this.#parts.take(document) : null;
    document.fill(0);
    this.#forgetPieces();
    if (taken?.ok === true) {
      this.#isDone = true;
      return serialLine('done', 0);
    }
    const faults = taken === null ? ['did not arrive whole; try again'] : taken.error;
    return serialLine('refused', 0, Buffer.from(faults.join('\n')).subarray(0, MAX_TOLD_BYTES));
  }

  #startAnew(): void {
    this.#session = this.#parts.newSession();
    this.#announced = null;
    this.#verdict = null;
    this.#forgetPieces();
  }

  #forgetPieces(): void {
    for (const piece of this.#pieces.splice(0)) piece.fill(0);
    this.#arrivedBytes = 0;
  }
}
