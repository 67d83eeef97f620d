import type { Result } from '../../../domain/result.ts';
import type { DeviceFault } from '../../../ports/device/device-fault.ts';
import type { Clock } from '../../../ports/system/clock.ts';
import type { Log } from '../../../ports/system/log.ts';
import { faultLine } from './fault-line.ts';

/** A handset starts before the machine has found all its devices. One that is not there by then is broken. */
export const DEVICE_WAIT_SECONDS = 10;
const DEVICE_RETRY_MS = 250;

/** What time may heal: the kernel has not found the device yet, or its driver is still about to answer for it. */
const PASSING: ReadonlySet<DeviceFault['code']> = new Set(['device-missing', 'device-gone']);

export interface LateDeviceParts {
  readonly clock: Clock;
  readonly log: Log;
  /** Ends the wait. */
  readonly stopAsked: Promise<null>;
  /** Told once, when the part is not there at the first try, what is awaited. */
  readonly awaited?: (fault: string) => void;
}

/**
 * Opens a part without which the handset cannot be used, as soon as it is there. The log tells once what is awaited.
 */
export async function openWhenThere<Device>(
  part: string,
  open: () => Promise<Result<Device, DeviceFault>>,
  { clock, log, stopAsked, awaited }: LateDeviceParts,
): Promise<Result<Device, DeviceFault>> {
  const lastTryMs = clock.monotonicMs() + DEVICE_WAIT_SECONDS * 1_000;
  for (let isTold = false; ; isTold = true) {
    const opened = await open();
    if (opened.ok || !PASSING.has(opened.error.code) || clock.monotonicMs() >= lastTryMs) return opened;
    if (!isTold) {
      const fault = faultLine(part, opened.error);
      log.warn('board.part-awaited', { seconds: DEVICE_WAIT_SECONDS, fault });
      awaited?.(fault);
    }
    if ((await retryOrStop(clock, stopAsked)) === 'stop') return opened;
  }
}

async function retryOrStop(clock: Clock, stopAsked: Promise<null>): Promise<'retry' | 'stop'> {
  const due = Promise.withResolvers<'retry'>();
  const timer = clock.startTimer(DEVICE_RETRY_MS, () => {
    due.resolve('retry');
  });
  const first = await Promise.race([due.promise, stopAsked]);
  timer.cancel();
  return first ?? 'stop';
}
