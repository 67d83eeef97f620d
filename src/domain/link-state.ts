import type { FailureReason } from './history/failure-reason.ts';
import type { EpochMs } from './time.ts';

/** State of the connection to the relay, as the owner is told it. */
export type LinkState =
  | { readonly kind: 'stopped' }
  | { readonly kind: 'connecting'; readonly sinceMs: EpochMs }
  | { readonly kind: 'registered'; readonly sinceMs: EpochMs }
  | { readonly kind: 'unreachable'; readonly sinceMs: EpochMs; readonly reason: FailureReason };
