import type { BuzzerPattern } from '../domain/alert/signals.ts';

export interface Buzzer {
  /** Starts at once, replacing what sounds. */
  play(pattern: BuzzerPattern): void;
  /** Silent, and released; what is played after it is not heard. Idempotent. */
  close(): void;
}
