import type { LedPattern } from '../domain/alert/signals.ts';

export interface Led {
  /** Replaces the pattern at once; the same pattern again does not restart it. Blinks without us where the kernel can. */
  show(pattern: LedPattern): void;
  /** Dark, and released; a pattern that comes after it is not shown. Idempotent. */
  close(): void;
}
