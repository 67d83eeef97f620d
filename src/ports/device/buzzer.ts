import type { BuzzerPattern } from '../../domain/alert/signals.ts';

export interface Buzzer {
  /** Starts at once, in place of what sounds now. */
  play(pattern: BuzzerPattern): void;
  /** Stops the sound and releases the device; later calls of `play` do nothing. Idempotent. */
  close(): void;
}
