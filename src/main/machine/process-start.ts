import { readFileSync } from 'node:fs';
import { systemUptime } from './time/system-uptime.ts';

/** A process that is alive. Its id alone does not identify it, because ids are used again. */
export interface LivingProcess {
  /** The boot of the machine and the start of the process in it; null where the kernel does not tell. */
  readonly start: string | null;
}

/**
 * Positions in /proc/PID/stat, counted after the name in brackets, because the name may contain anything
 * (proc_pid_stat(5): state is field 3, starttime is field 22).
 */
const STATE = 0;
const START_TIME = 19;

/** The process; null when there is none, or when it has ended but its parent has not collected it yet (a zombie). */
export function livingProcess(processId: number): LivingProcess | null {
  let stat: string;
  try {
    stat = readFileSync(`/proc/${processId}/stat`, 'utf8');
  } catch {
    // There is no /proc here, or it hides the processes of other users.
    return takesSignals(processId) ? { start: null } : null;
  }
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  if (fields[STATE] === 'Z' || fields[STATE] === 'X') return null;
  const [bootId, startTime] = [systemUptime()?.bootId, fields[START_TIME]];
  return { start: bootId === undefined || startTime === undefined ? null : `${bootId}/${startTime}` };
}

function takesSignals(processId: number): boolean {
  try {
    process.kill(processId, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
