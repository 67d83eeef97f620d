import type { ScreenLight } from '../../ports/device/screen-light.ts';
import type { Clock, Timer } from '../../ports/system/clock.ts';
import type { Memory } from '../../ports/system/memory.ts';

/** A screen that went dark by itself is often lit again at once, by an owner who was still reading. */
export const DARK_BEFORE_TRIM_MS = 60_000;

export interface RestingMemoryParts {
  readonly light: ScreenLight;
  readonly clock: Clock;
  readonly memory: Memory;
}

/**
 * Gives memory back once each time that the screen has been dark for a while: nobody sees how long it takes then.
 * Returns the way to end it.
 */
export function giveBackAtRest({ light, clock, memory }: RestingMemoryParts): () => void {
  let timer: Timer | null = null;
  const changed = (): void => {
    timer?.cancel();
    timer = light.isLit
      ? null
      : clock.startTimer(DARK_BEFORE_TRIM_MS, () => {
          memory.trim();
        });
  };
  const unsubscribe = light.onChange(changed);
  changed();
  return () => {
    unsubscribe();
    timer?.cancel();
  };
}
