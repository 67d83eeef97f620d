import type { LedPattern } from '../../domain/alert/signals.ts';

export interface Led {
  /** Replaces the pattern at once; an equal pattern is not restarted. Where the kernel can blink by itself it does. */
  show(pattern: LedPattern): void;
  /** Switches the LED off and releases it; later calls of `show` do nothing. Idempotent. */
  close(): void;
}
