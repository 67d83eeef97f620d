/** The screen is there, and the keys are not yet. */
export interface AwaitedKeysState {
  /** What is missing, for the technician. */
  readonly awaited: string;
}
