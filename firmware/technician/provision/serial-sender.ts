import { createHash } from 'node:crypto';
import { failure, success, type Result } from '../../../src/domain/result.ts';
import type { SerialGreeting } from '../../../src/main/provisioning/serial/serial-receiver.ts';
import {
  CHUNK_BYTES,
  SERIAL_PROTOCOL,
  SerialFrames,
  serialLine,
  type FrameKind,
  type SerialFrame,
} from '../../../src/main/provisioning/serial/serial-frame.ts';

/** A frame that nobody answers is sent again after this time. */
const AGAIN_MS = 1_000;
const MOST_TRIES = 15;
/** The handset writes and checks all before it answers to the end. */
const END_TRIES = 60;

interface Line {
  readonly write: (text: string) => void;
  /** Waits as long, but for an answer; injected so that tests need no time. */
  readonly timer: (ms: number, then: () => void) => { cancel(): void };
  /** Between 0 and 1, as pieces have arrived. */
  readonly progress: (part: number) => void;
}

/**
 * The technician's end of provisioning by a serial line: one frame after the other, each sent again until it is
 * answered. The document goes out only to a handset that has answered the greeting.
 */
export class SerialSender {
  readonly #line: Line;
  readonly #frames = new SerialFrames();
  #heard: (frame: SerialFrame) => void = () => undefined;

  constructor(line: Line) {
    this.#line = line;
  }

  /** Takes what comes from the line. */
  read(bytes: Uint8Array): void {
    for (const frame of this.#frames.read(bytes)) this.#heard(frame);
  }

  /** @returns on failure what went wrong, for the technician. */
  async send(document: Uint8Array): Promise<Result<SerialGreeting, string>> {
    const ready = await this.#ask(serialLine('hello', SERIAL_PROTOCOL), ['ready'], null, MOST_TRIES);
    if (ready === null) return failure(NOBODY);
    const greeting = JSON.parse(ready.data.toString()) as SerialGreeting;
    const sha256 = createHash('sha256').update(document).digest('hex');
    const announcement = Buffer.from(`${greeting.session} ${sha256}`);
    const begun = await this.#ask(serialLine('begin', document.length, announcement), ['ack'], 0, MOST_TRIES);
    if (begun === null) return failure(BROKEN);
    const pieces = Math.ceil(document.length / CHUNK_BYTES);
    for (let piece = 1; piece <= pieces; piece += 1) {
      const chunk = document.subarray((piece - 1) * CHUNK_BYTES, piece * CHUNK_BYTES);
      if ((await this.#ask(serialLine('data', piece, chunk), ['ack'], piece, MOST_TRIES)) === null)
        return failure(BROKEN);
      this.#line.progress(piece / pieces);
    }
    const verdict = await this.#ask(serialLine('end', pieces), ['done', 'refused'], null, END_TRIES);
    if (verdict === null) return failure(UNKNOWN);
    return verdict.kind === 'done' ? success(greeting) : failure(`the handset refuses it:\n${verdict.data.toString()}`);
  }

  /** Sends until one of the answers comes; null when none did. */
  async #ask(
    line: string,
    wanted: readonly FrameKind[],
    number: number | null,
    tries: number,
  ): Promise<SerialFrame | null> {
    for (let attempt = 0; attempt < tries; attempt += 1) {
      const answer = await new Promise<SerialFrame | null>((resolve) => {
        const timer = this.#line.timer(AGAIN_MS, () => {
          resolve(null);
        });
        this.#heard = (frame) => {
          if (!wanted.includes(frame.kind) || (number !== null && frame.number !== number)) return;
          timer.cancel();
          resolve(frame);
        };
        this.#line.write(line);
      });
      if (answer !== null) return answer;
    }
    return null;
  }
}

const NOBODY =
  'no handset answers. It listens only while its screen says that it has no configuration: switch it on, wait for that ' +
  'screen, and look for crossed wires (its TX to your RX) and ground';
const BROKEN = 'the handset stopped answering: look at the wires, and type the command again';
const UNKNOWN =
  'the handset got all and said nothing. Look at its screen: when it no longer says that it has no configuration, it has ' +
  'taken it; else type the command again';
