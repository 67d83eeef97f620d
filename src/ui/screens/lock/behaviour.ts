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

const LOCKED: LockState = { kind: 'lock', progress: 0, wrongKeys: 0, woken: false };
/** These follow from a press that was counted already, or ask for what is so. */
const NEUTRAL: ReadonlySet<Command> = new Set(['home', 'backspace-long', 'lock']);

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
  if (input.kind === 'command' && (input.repeated || NEUTRAL.has(input.command))) return lock;
  const { progress, wrongKeys } = lock;
  const key = input.kind === 'command' ? input.command : null;
  if (wrongKeys === 0 && key === UNLOCK_KEYS[progress]) {
    return progress + 1 === UNLOCK_KEYS.length ? null : { ...lock, progress: progress + 1, woken: true };
  }
  // Menu again only begins again: the first one may have been pressed to look at the time.
  if (wrongKeys === 0 && progress === 1 && key === UNLOCK_KEYS[0]) return lock;
  // The first key after a rest is pressed to look, and is no try.
  if (!lock.woken && progress === 0 && wrongKeys === 0) return { ...lock, woken: true };
  return { ...lock, progress: 0, wrongKeys: Math.min(wrongKeys + 1, MOST_REST_STEPS), woken: true };
}

/** How long without a key until the lock starts again from the beginning; null when it is there already. */
function restMs({ progress, wrongKeys, woken }: LockState): number | null {
  if (progress > 0 || (woken && wrongKeys === 0)) return NEXT_KEY_MS;
  return wrongKeys > 0 ? wrongKeys * REST_STEP_MS : null;
}
