import { readdirSync, readFileSync } from 'node:fs';

/** A tick of the kernel's processor times, as `getconf CLK_TCK` tells it on every Linux that Node runs on. */
const TICK_MS = 10;

interface ProcessStat {
  readonly parentId: number;
  readonly ownMs: number;
}

/** What a process and those that it started have cost until now, in user and kernel mode; in ticks of 10 ms. */
export function processorMs(processId: number): number {
  const stats = new Map(
    readdirSync('/proc')
      .filter((name) => /^\d+$/.test(name))
      .map((name) => [Number(name), statOf(name)] as const),
  );
  return [...stats].reduce((sum, [id, stat]) => sum + (isWithin(id, processId, stats) ? (stat?.ownMs ?? 0) : 0), 0);
}

function isWithin(id: number, processId: number, stats: ReadonlyMap<number, ProcessStat | null>): boolean {
  if (id === processId) return true;
  const parentId = stats.get(id)?.parentId ?? 0;
  return parentId > 1 && isWithin(parentId, processId, stats);
}

/** Null for a process that has ended meanwhile. */
function statOf(processId: string): ProcessStat | null {
  try {
    const stat = readFileSync(`/proc/${processId}/stat`, 'utf8');
    // The name in parentheses may contain spaces. Behind it ppid is the 2nd field, utime the 12th, stime the 13th.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return { parentId: Number(fields[1]), ownMs: TICK_MS * (Number(fields[11]) + Number(fields[12])) };
  } catch {
    return null;
  }
}
