import type { KeyName } from './key-map.ts';
import { monotonicMs, type MonotonicMs } from '../time.ts';

export const LONG_PRESS_MS = 500;
const REPEAT_DELAY_MS = 400;
/** 15 repeats a second. */
const REPEAT_PERIOD_MS = 1000 / 15;
/** A key that is down for longer is stuck, not held by a finger. */
const STUCK_MS = 30_000;

/**
 * Only keys that move or delete repeat. Enter never does, so that holding it sends once. Letters do not either, so that
 * something leaning on a key does not fill a message. `#` deletes on 12-key boards.
 */
const REPEATING: ReadonlySet<KeyName> = new Set(['Backspace', '#', 'Up', 'Down', 'Left', 'Right']);

/**
 * What a key did. 'long' comes once, after `LONG_PRESS_MS`; 'repeat' from `REPEAT_DELAY_MS` on; 'stuck' once, after
 * `STUCK_MS`, and ends the repeat. 'up' always follows 'down'.
 */
export interface KeyEvent {
  readonly kind: 'down' | 'up' | 'long' | 'repeat' | 'stuck';
  readonly key: KeyName;
  readonly atMs: MonotonicMs;
}

interface HeldKey {
  readonly key: KeyName;
  longAtMs: number | null;
  repeatAtMs: number | null;
  stuckAtMs: number | null;
}

/** Long press, repeat and stuck keys, by contact. Pure: the caller says what time it is. */
export class HeldKeys {
  readonly #held = new Map<number, HeldKey>();

  /** When `advance` must be called next; null while no key is held or nothing more can come of it. */
  get nextWakeMs(): MonotonicMs | null {
    let next = Infinity;
    for (const held of this.#held.values()) {
      next = Math.min(next, held.longAtMs ?? Infinity, held.repeatAtMs ?? Infinity, held.stuckAtMs ?? Infinity);
    }
    return next === Infinity ? null : monotonicMs(next);
  }

  press(contact: number, key: KeyName, atMs: MonotonicMs): KeyEvent {
    this.#held.set(contact, {
      key,
      longAtMs: atMs + LONG_PRESS_MS,
      repeatAtMs: REPEATING.has(key) ? atMs + REPEAT_DELAY_MS : null,
      stuckAtMs: atMs + STUCK_MS,
    });
    return { kind: 'down', key, atMs };
  }

  release(contact: number, atMs: MonotonicMs): KeyEvent {
    const held = this.#held.get(contact);
    if (held === undefined) throw new Error(`contact ${contact} was released but not pressed`);
    this.#held.delete(contact);
    return { kind: 'up', key: held.key, atMs };
  }

  /**
   * The events that fell due up to `atMs`, in order and with the times at which they fell due, even when the caller
   * comes late. A caller that comes late (the process was busy or stopped) gets one repeat for all that it missed,
   * because a burst of deletions afterwards would surprise the owner.
   */
  advance(atMs: MonotonicMs): readonly KeyEvent[] {
    const events = [...this.#held.values()].flatMap((held) => dueEvents(held, atMs));
    return events.sort((one, other) => one.atMs - other.atMs);
  }
}

/** The key's events that fell due; each is removed from what is pending. */
function dueEvents(held: HeldKey, atMs: MonotonicMs): KeyEvent[] {
  const { key, longAtMs, stuckAtMs } = held;
  const events: KeyEvent[] = [];
  if (longAtMs !== null && longAtMs <= atMs) {
    events.push({ kind: 'long', key, atMs: monotonicMs(longAtMs) });
    held.longAtMs = null;
  }
  if (stuckAtMs !== null && stuckAtMs <= atMs) {
    events.push({ kind: 'stuck', key, atMs: monotonicMs(stuckAtMs) });
    held.stuckAtMs = null;
    held.repeatAtMs = null;
  }
  if (held.repeatAtMs !== null && held.repeatAtMs <= atMs) {
    const missed = Math.floor((atMs - held.repeatAtMs) / REPEAT_PERIOD_MS);
    const lastAtMs = held.repeatAtMs + missed * REPEAT_PERIOD_MS;
    events.push({ kind: 'repeat', key, atMs: monotonicMs(lastAtMs) });
    held.repeatAtMs = lastAtMs + REPEAT_PERIOD_MS;
  }
  return events;
}
