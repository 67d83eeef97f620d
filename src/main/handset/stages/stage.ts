import type { Device } from '../devices/device.ts';

/**
 * What a handset does one after the other, from power on to power off. `locked` (who has a PIN enters it before the
 * storage can be opened) and `activation` (the first start binds the handset to its relay) have their places in
 * `handset-stages.ts`.
 */
type StageName = 'not-provisioned' | 'locked' | 'storage' | 'storage-fault' | 'activation' | 'handset';

/** What a stage came to. */
export type StageEnd =
  | { readonly kind: 'next'; readonly stage: Stage }
  /** Somebody wanted the process to end. */
  | { readonly kind: 'stopped' }
  /** It cannot go on, and there is nobody to tell it on the screen: one line for the technician. */
  | { readonly kind: 'failed'; readonly why: string };

/** A part of the handset's life that has screen, keys and LED for itself. */
export interface Stage {
  readonly name: StageName;
  /**
   * Ends with what comes next. It has closed what it opened then: the screen is empty, the keys are free, its timers
   * are cancelled. The LED stays as it is until the next stage wants another.
   */
  run(device: Device): Promise<StageEnd>;
}

export const STOPPED: StageEnd = { kind: 'stopped' };

export function next(stage: Stage): StageEnd {
  return { kind: 'next', stage };
}
