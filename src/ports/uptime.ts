/**
 * How long the machine has been running, time asleep included. It outlives processes and no setting of the wall clock touches it; two of
 * them compare only within one boot.
 */
export interface Uptime {
  /** Another one after every start of the machine. */
  readonly bootId: string;
  /** Milliseconds since that start. */
  readonly runningMs: number;
}

/** Null when the machine cannot tell. */
export type ReadUptime = () => Uptime | null;
