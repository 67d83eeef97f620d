import type { Command, InputEvent } from '../../../domain/input/input-event.ts';
import type { Behaviour } from '../../behaviour/behaviour.ts';
import { goTo, stay } from '../../behaviour/change.ts';
import type { LockState } from './state.ts';

/**
 * The keys that unlock, in this order. Two keys, as on older phones, would be pressed by chance in a pocket within
 * 10,000 presses. Four of a pad's twenty keys are hit once in 160,000, and only if the keypad was also left alone
 * before the first one (see `restMs`).
 */
export const UNLOCK_KEYS: readonly Command[] = ['menu', 'left', 'right', 'enter'];

/** The next key of the four must come within this time. */
const NEXT_KEY_MS = 3_000;
/**
 * Each wrong key lengthens by this much the time that the keypad must be left alone before the first of the four keys
 * counts again; up to this many wrong keys.
 */
const REST_STEP_MS = 1_000;
const MOST_REST_STEPS = 5;

const LOCKED: LockState = { kind: 'lock', progress: 0, wrongKeys: 0 };

/** On a locked keypad, keys do nothing but unlock it. */
export const lockBehaviour: Behaviour<'lock'> = {
  open: () => LOCKED,
  input: (_parts, view, input) => {
    const after = lockAfter(view, input);
    return after === null ? goTo(view, { kind: 'back' }) : stay(after);
  },
  ownsKeys: true,
  pause: { afterMs: restMs, passed: () => LOCKED },
};

/** The lock after a key; null when the key was the last of the four, so that the keypad is unlocked. */
function lockAfter(lock: LockState, input: InputEvent): LockState | null {
  if (input.kind === 'command' && input.repeated) return lock;
  const right = input.kind === 'command' && input.command === UNLOCK_KEYS[lock.progress] && lock.wrongKeys === 0;
  if (!right) return { kind: 'lock', progress: 0, wrongKeys: Math.min(lock.wrongKeys + 1, MOST_REST_STEPS) };
  const progress = lock.progress + 1;
  return progress === UNLOCK_KEYS.length ? null : { kind: 'lock', progress, wrongKeys: 0 };
}

/** How long without a key until the lock starts again from the beginning; null when it is there already. */
function restMs({ progress, wrongKeys }: LockState): number | null {
  if (progress > 0) return NEXT_KEY_MS;
  return wrongKeys > 0 ? wrongKeys * REST_STEP_MS : null;
}
