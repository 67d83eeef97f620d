import { readFileSync } from 'node:fs';
import { uptime } from 'node:os';
import type { Uptime } from '../../../domain/device-age.ts';

/** An id that the kernel makes anew at every boot (random(4)). */
const BOOT_ID = '/proc/sys/kernel/random/boot_id';

/** The time since the start of the machine, to 10 ms; null on systems other than Linux. */
export function systemUptime(): Uptime | null {
  try {
    return { bootId: readFileSync(BOOT_ID, 'utf8').trim(), runningMs: uptime() * 1_000 };
  } catch {
    return null;
  }
}
