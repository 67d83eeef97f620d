import type { Handset } from '../ports/handset.ts';

/** A handset that can be started and stopped. */
export interface RunningHandset extends Handset {
  /** Shows the LED from the store, takes up unfinished messages, then starts the link. May be called once. */
  start(): void;
  /** Sends nothing more, stops the link and saves the device's age. Afterwards the parts may be closed. Idempotent. */
  stop(): Promise<void>;
}
