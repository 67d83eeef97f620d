import type { BuzzerPattern } from '../../../domain/alert/signals.ts';
import type { Result } from '../../../domain/result.ts';
import type { Buzzer } from '../../../ports/device/buzzer.ts';
import type { Clock } from '../../../ports/system/clock.ts';
import type { Log } from '../../../ports/system/log.ts';
import { FaultLog } from '../../kernel/fault-log.ts';
import type { SystemFault } from '../../kernel/system-fault.ts';
import { Rhythm } from '../rhythm.ts';

/** The longest time that a pattern sounds, whatever its steps say (src/domain/alert/signals.ts). */
const MAX_SOUND_MS = 3_000;

/** The device that makes the tone. */
export interface ToneMaker {
  /** @param frequencyHz 0 for silence. */
  sound(frequencyHz: number): Result<null, SystemFault>;
  /** Gives the device back. Called once, when it is silent. */
  release(): Result<null, SystemFault>;
}

type ToneStep = BuzzerPattern['steps'][number];

/** Plays a pattern's rhythm on whatever makes the tone. */
export class RhythmBuzzer implements Buzzer {
  readonly #tone: ToneMaker;
  readonly #rhythm: Rhythm<ToneStep>;
  readonly #faults: FaultLog;
  #closed = false;

  constructor(parts: { readonly tone: ToneMaker; readonly clock: Clock; readonly log: Log }) {
    this.#tone = parts.tone;
    this.#faults = new FaultLog(parts.log, 'buzzer');
    this.#rhythm = new Rhythm(parts.clock, (step) => {
      this.#sound(step?.frequencyHz ?? 0);
    });
  }

  play({ steps }: BuzzerPattern): void {
    if (!this.#closed) this.#rhythm.play(cutOff(steps), { repeats: false });
  }

  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    this.#rhythm.stop();
    this.#sound(0);
    const released = this.#tone.release();
    if (!released.ok) this.#faults.failed(released.error);
  }

  #sound(frequencyHz: number): void {
    const sounded = this.#tone.sound(frequencyHz);
    if (!sounded.ok) this.#faults.failed(sounded.error);
    // That the buzzer could be silenced does not prove that it can sound.
    else if (frequencyHz > 0) this.#faults.works();
  }
}

/** The steps within `MAX_SOUND_MS`. */
function cutOff(steps: readonly ToneStep[]): readonly ToneStep[] {
  let leftMs = MAX_SOUND_MS;
  const kept: ToneStep[] = [];
  for (const step of steps) {
    if (leftMs <= 0) break;
    kept.push({ ...step, durationMs: Math.min(step.durationMs, leftMs) });
    leftMs -= step.durationMs;
  }
  return kept;
}
