import { readFileSync } from 'node:fs';
import { systemUptime } from './system-uptime.ts';

/** A process that lives; its id alone may be a stranger's who came after. */
export interface LivingProcess {
  /** The machine's boot and the process's start in it; null where the kernel does not tell. */
  readonly start: string | null;
}

/** Fields of /proc/PID/stat after the name in brackets, which may hold anything (proc_pid_stat(5): state is field 3, starttime 22). */
const STATE = 0;
const START_TIME = 19;

/** Null when there is none, or only a zombie, which nobody has waited for yet. */
export function livingProcess(processId: number): LivingProcess | null {
  let stat: string;
  try {
    stat = readFileSync(`/proc/${processId}/stat`, 'utf8');
  } catch {
    // No /proc here, or one that hides other users' processes.
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
