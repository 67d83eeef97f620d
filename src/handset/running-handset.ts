import type { Handset } from '../ports/handset.ts';

/** A handset with the way to switch it on and off. */
export interface RunningHandset extends Handset {
  /** LED from the store, unfinished messages taken up, then the link. Called once. */
  start(): void;
  /** Sends no more, stops the link, saves the device's age. The parts may be closed after it. Idempotent. */
  stop(): Promise<void>;
}
