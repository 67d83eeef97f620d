import type { FailureReason } from './history/failure-reason.ts';
import type { EpochMs } from './time.ts';

/** What the owner is told about the flow to the relay. */
export type LinkState =
  | { readonly kind: 'stopped' }
  | { readonly kind: 'connecting'; readonly sinceMs: EpochMs }
  | { readonly kind: 'registered'; readonly sinceMs: EpochMs }
  | { readonly kind: 'unreachable'; readonly sinceMs: EpochMs; readonly reason: FailureReason };
