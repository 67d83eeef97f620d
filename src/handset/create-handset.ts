import { HandsetCore } from './handset-core.ts';
import type { HandsetParts } from './handset-parts.ts';
import type { RunningHandset } from './running-handset.ts';

/**
 * Puts the use cases together over the ports. Reads the store, touches nothing else before `start`. Throws StoreUnavailable when
 * the store cannot be read: without it there is no handset.
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
