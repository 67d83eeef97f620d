import { HandsetCore } from './handset-core.ts';
import type { HandsetParts } from './handset-parts.ts';
import type { RunningHandset } from './running-handset.ts';

/**
 * Connects the use cases with the ports. Only reads the store, and touches nothing else before `start`. Throws
 * StoreUnavailable when the store cannot be read, because nothing works without it.
 */
export function createHandset(parts: HandsetParts): RunningHandset {
  const core = new HandsetCore(parts);
  return {
    ...core.door,
    start: () => {
      core.start();
    },
    stop: () => core.stop(),
  };
}
