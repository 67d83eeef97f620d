import type { Clock } from '../../ports/clock.ts';
import type { SimulatedHandset } from './simulated-handset.ts';

/** A screen that changes all the time is read at most so often. */
const READ_PAUSE_MS = 15;

/** Settles true as soon as `holds()` does, false after `timeoutMs`. Looks again at every change of the handset. */
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

/** The same for what has to be asked for: reads again after each change until `holds` or `timeoutMs` are over. */
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
