import type { BatteryReading } from '../../domain/power/battery.ts';

/**
 * Battery and charger.
 *
 * - `reading` MUST already be the new one when a listener is called.
 * - A listener MUST be called for each change, within 10 s, and never from inside `onChange`.
 * - A gauge that is missing, or tells what cannot be, gives a percent of null; nothing throws.
 */
export interface Power {
  /** Null on a board without a battery, or while there is none in it. */
  readonly reading: BatteryReading | null;
  /** Returns the function that unsubscribes. */
  onChange(listener: () => void): () => void;
  /** No call after it. Idempotent. */
  close(): void;
}
