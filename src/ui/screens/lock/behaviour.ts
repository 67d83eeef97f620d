import type { Command, InputEvent } from '../../../domain/input/input-event.ts';
import type { Behaviour } from '../../behaviour/behaviour.ts';
import { goTo, stay } from '../../behaviour/change.ts';
import type { LockState } from './state.ts';

/**
 * What unlocks, one key after the other. Two keys, as on the phones of old, would be found by a pocket within 10,000 presses: four of a
 * pad's twenty are found once in 160,000, and only by who also leaves the keys alone before the first (see `restMs`).
 */
export const UNLOCK_KEYS: readonly Command[] = ['menu', 'left', 'right', 'enter'];

/** The next key of the four must come within this time. */
const NEXT_KEY_MS = 3_000;
/** After each wrong key the keypad wants to be left alone a little longer before the first of the four counts, to this many times. */
const REST_STEP_MS = 1_000;
const MOST_REST_STEPS = 5;

const LOCKED: LockState = { kind: 'lock', progress: 0, wrongKeys: 0 };

/** No key of a locked keypad does anything but unlock it. */
export const lockBehaviour: Behaviour<'lock'> = {
  open: () => LOCKED,
  input: (_parts, view, input) => {
    const after = lockAfter(view, input);
    return after === null ? goTo(view, { kind: 'back' }) : stay(after);
  },
  ownsKeys: true,
  // Neither name nor text is shown to whoever finds the handset.
  bannerKey: () => null,
  pause: { afterMs: restMs, passed: () => LOCKED },
};

/** Null when the key was the last of the four: unlocked. */
function lockAfter(lock: LockState, input: InputEvent): LockState | null {
  if (input.kind === 'command' && input.repeated) return lock;
  const right = input.kind === 'command' && input.command === UNLOCK_KEYS[lock.progress] && lock.wrongKeys === 0;
  if (!right) return { kind: 'lock', progress: 0, wrongKeys: Math.min(lock.wrongKeys + 1, MOST_REST_STEPS) };
  const progress = lock.progress + 1;
  return progress === UNLOCK_KEYS.length ? null : { kind: 'lock', progress, wrongKeys: 0 };
}

/** So long without a key, and the lock is as it was at first; null when it is so already. */
function restMs({ progress, wrongKeys }: LockState): number | null {
  if (progress > 0) return NEXT_KEY_MS;
  return wrongKeys > 0 ? wrongKeys * REST_STEP_MS : null;
}
