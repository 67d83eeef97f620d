import type { Result } from '../../domain/result.ts';
import type { Clock } from '../../ports/system/clock.ts';
import type { SystemFault } from './system-fault.ts';

/**
 * Wait between two tries. udev takes some tens of milliseconds to give a new file of the kernel to its group; on a busy
 * board it takes longer.
 */
export const PERMISSION_RETRY_MS = 50;
export const PERMISSION_RETRIES = 20;

/** Whether udev may still be about to change the file's permissions. */
export function mayBePermittedSoon({ errno }: SystemFault): boolean {
  return errno === 'EACCES';
}

/**
 * Repeats a call for a second while it is forbidden, because a file that has just appeared belongs to root until udev
 * has seen it.
 */
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
