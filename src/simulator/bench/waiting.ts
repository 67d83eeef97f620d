import type { Clock } from '../../ports/system/clock.ts';
import type { SimulatedHandset } from './simulated-handset.ts';

/** The shortest pause between two readings, for a screen that changes all the time. */
const READ_PAUSE_MS = 15;

/**
 * Settles with true as soon as `holds()` returns true, and with false after `timeoutMs`. Checks again at every change
 * of the handset.
 */
export function waitUntil(
  handset: SimulatedHandset,
  clock: Clock,
  timeoutMs: number,
  holds: () => boolean,
): Promise<boolean> {
  if (holds()) return Promise.resolve(true);
  return new Promise((resolve) => {
    const settle = (held: boolean): void => {
      timer.cancel();
      unsubscribe();
      resolve(held);
    };
    const timer = clock.startTimer(timeoutMs, () => {
      settle(false);
    });
    const unsubscribe = handset.onChange(() => {
      if (holds()) settle(true);
    });
  });
}

/**
 * The same for a value that must be asked for. Reads it again after each change, until it satisfies `holds` or
 * `timeoutMs` are over.
 */
export async function readUntil<Value>(
  handset: SimulatedHandset,
  clock: Clock,
  timeoutMs: number,
  read: () => Promise<Value>,
  holds: (value: Value) => boolean,
): Promise<{ readonly held: boolean; readonly value: Value }> {
  const endMs = clock.monotonicMs() + timeoutMs;
  for (;;) {
    let changed = false;
    const unsubscribe = handset.onChange(() => {
      changed = true;
    });
    const value = await read();
    const leftMs = endMs - clock.monotonicMs();
    if (holds(value) || leftMs <= 0) {
      unsubscribe();
      return { held: holds(value), value };
    }
    await waitUntil(handset, clock, leftMs, () => changed);
    unsubscribe();
    await new Promise<void>((resolve) => {
      clock.startTimer(Math.min(READ_PAUSE_MS, leftMs), resolve);
    });
  }
}
