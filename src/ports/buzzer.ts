import type { BuzzerPattern } from '../domain/signals.ts';

export interface Buzzer {
  /** Starts at once, replacing what sounds. */
  play(pattern: BuzzerPattern): void;
  /** Silent, and released. */
  close(): void;
}
