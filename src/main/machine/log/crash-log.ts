import type { Log } from '../../../ports/system/log.ts';

/**
 * What nobody caught is logged as everything else is, without the numbers that its message may hold, and ends the
 * process at once: nobody knows what state it is in. All that was promised is on disk.
 */
export function logCrashes(log: Log): void {
  process.on('uncaughtException', (error) => {
    log.error('process.crashed', {}, error);
    process.exit(1);
  });
}
