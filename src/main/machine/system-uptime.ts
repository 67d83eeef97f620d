import { readFileSync } from 'node:fs';
import { uptime } from 'node:os';
import type { Uptime } from '../../domain/device-age.ts';

/** The kernel's own (random(4)): another one after every boot. */
const BOOT_ID = '/proc/sys/kernel/random/boot_id';

/** Since the machine's start, to a hundredth of a second; null elsewhere than on Linux. */
export function systemUptime(): Uptime | null {
  try {
    return { bootId: readFileSync(BOOT_ID, 'utf8').trim(), runningMs: uptime() * 1_000 };
  } catch {
    return null;
  }
}
