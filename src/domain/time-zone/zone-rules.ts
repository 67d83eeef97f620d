import type { EpochMs } from '../time.ts';

/** How far the clocks of one part of the world are ahead of UTC, at every moment. */
export interface ZoneRules {
  /** Milliseconds, whole seconds of them, negative in the west; at most 26 h. */
  aheadMs(atMs: EpochMs): number;
}

export const UTC_RULES: ZoneRules = { aheadMs: () => 0 };
