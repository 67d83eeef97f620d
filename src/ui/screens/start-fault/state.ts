/** How the handset ended, as far as it makes a difference to the owner. */
export type StartFault = 'ended' | 'crashed' | 'stood-still' | 'no-memory';

/** The handset did not start several times, and tells why instead of trying again at once. */
export interface StartFaultState {
  readonly fault: StartFault;
  /** For the technician: how it ended, and its last words. */
  readonly code: string;
}
