import { epochMs, type EpochMs } from '../../../src/domain/time.ts';
import { SystemClock } from '../../../src/main/machine/time/system-clock.ts';

/** A clock whose wall somebody may set. */
export class SettableClock extends SystemClock {
  offsetMs: number;

  constructor(offsetMs: number) {
    super();
    this.offsetMs = offsetMs;
  }

  override wallMs(): EpochMs {
    return epochMs(super.wallMs() + this.offsetMs);
  }
}
