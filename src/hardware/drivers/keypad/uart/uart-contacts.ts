import type { Clock, Timer } from '../../../../ports/system/clock.ts';
import type { Log } from '../../../../ports/system/log.ts';
import { FaultLog } from '../../../kernel/fault-log.ts';
import type { ContactsTold } from '../device-keypad.ts';
import { UartFrameParser, type UartFrame } from './frame-parser.ts';

/** The sender's clock goes round after 14 bits. */
const CLOCK_PERIOD_MS = 1 << 14;
/** The sender repeats the state of held keys every 25 ms; ten repeats that are missing mean that nobody sends. */
const SILENCE_MS = 250;
/**
 * When the event loop was busy, the time is up before what has come meanwhile is read. So it is waited once more, in
 * which that is read.
 */
const GRACE_MS = 50;
/** So many broken frames without a whole one are no noise: the baud rate is wrong, or this is no keypad. */
const MAX_BROKEN_FRAMES = 8;

interface Parts {
  readonly path: string;
  readonly contacts: number;
  readonly clock: Clock;
  readonly log: Log;
  readonly tell: (told: ContactsTold) => void;
}

/**
 * The contacts that a microcontroller tells by UART. Each frame has the state of all, so a frame that was lost costs
 * nothing but time. When held keys are followed by silence, as after a pulled plug, they count as let go.
 */
export class UartContacts {
  readonly #parts: Parts;
  readonly #parser = new UartFrameParser();
  readonly #faults: FaultLog;
  #broken = 0;
  #isHeld = false;
  #silence: Timer | null = null;

  constructor(parts: Parts) {
    this.#parts = parts;
    this.#faults = new FaultLog(parts.log, 'keypad');
  }

  read(bytes: Uint8Array): void {
    const frames = this.#parser.read(bytes);
    const states = frames.filter((frame) => frame.kind === 'state');
    for (const frame of frames) this.#judge(frame);
    // What was waiting while the event loop was busy keeps its distances in time: the last came just now.
    const lastMs = states.at(-1)?.clockMs ?? 0;
    for (const { clockMs, closed } of states) {
      const known = closed.filter((contact) => contact < this.#parts.contacts);
      if (known.length < closed.length) this.#faults.failed({ errno: 'ERANGE', path: this.#parts.path });
      this.#isHeld = known.length > 0;
      this.#parts.tell({ closed: known, ageMs: (lastMs - clockMs + CLOCK_PERIOD_MS) % CLOCK_PERIOD_MS });
    }
    if (states.length > 0) this.#expectNext();
  }

  close(): void {
    this.#silence?.cancel();
  }

  #judge(frame: UartFrame): void {
    const { path } = this.#parts;
    if (frame.kind === 'other-version') this.#faults.failed({ errno: 'EPROTONOSUPPORT', path });
    if (frame.kind === 'state') {
      if (this.#broken >= MAX_BROKEN_FRAMES) this.#faults.works();
      this.#broken = 0;
    }
    if (frame.kind !== 'broken') return;
    this.#broken += 1;
    if (this.#broken === MAX_BROKEN_FRAMES) this.#faults.failed({ errno: 'EBADMSG', path });
  }

  #expectNext(): void {
    this.#silence?.cancel();
    if (!this.#isHeld) return;
    const { clock, tell } = this.#parts;
    this.#silence = clock.startTimer(SILENCE_MS, () => {
      this.#silence = clock.startTimer(GRACE_MS, () => {
        this.#isHeld = false;
        tell({ closed: [], ageMs: 0 });
      });
    });
  }
}
