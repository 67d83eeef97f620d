import type { Result } from '../../domain/result.ts';
import type { Clock } from '../../ports/clock.ts';
import type { SystemFault } from './system-fault.ts';

/** udev needs some tens of milliseconds to hand a new file of the kernel to its group; a busy board needs longer. */
export const PERMISSION_RETRY_MS = 50;
export const PERMISSION_RETRIES = 20;

/** Whether udev may still be about to change it. */
export function mayBePermittedSoon({ errno }: SystemFault): boolean {
  return errno === 'EACCES';
}

/** Tries again for a second while the call is forbidden: a file that has just appeared belongs to root until udev has seen it. */
export async function untilPermitted<Value>(
  clock: Clock,
  call: () => Result<Value, SystemFault>,
): Promise<Result<Value, SystemFault>> {
  for (let retriesLeft = PERMISSION_RETRIES; ; retriesLeft -= 1) {
    const result = call();
    if (result.ok || !mayBePermittedSoon(result.error) || retriesLeft === 0) return result;
    await new Promise<void>((resolve) => {
      clock.startTimer(PERMISSION_RETRY_MS, resolve);
    });
  }
}
