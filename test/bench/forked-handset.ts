import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { simulator } from '../../board/simulator/board.ts';
import type { KeyName } from '../../src/domain/key-map.ts';
import { HANDSET_NODE_FLAGS } from '../../src/main/handset-flags.ts';
import { systemMonotonicMs, type DeviceOrder, type DeviceReport } from '../../src/simulator/protocol.ts';

export const HANDSET_PROGRAM = fileURLToPath(new URL('../../build/handset.js', import.meta.url));

type Seen = DeviceReport & { readonly seenAtMs: number };

/** The product's own handset process, its board's wires in our hands. Times are of the machine's monotonic clock, in milliseconds. */
export class ForkedHandset {
  readonly startedAtMs: number;
  readonly #child: ChildProcess;
  readonly #waiting = new Set<(report: Seen) => void>();

  constructor(configFile: string) {
    this.startedAtMs = systemMonotonicMs();
    this.#child = fork(HANDSET_PROGRAM, ['--config', configFile], {
      serialization: 'advanced',
      execArgv: [...HANDSET_NODE_FLAGS],
      stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    });
    this.#child.on('message', (message) => {
      const report = { ...(message as unknown as DeviceReport), seenAtMs: systemMonotonicMs() };
      for (const waiting of [...this.#waiting]) waiting(report);
    });
  }

  get processId(): number {
    return this.#child.pid ?? 0;
  }

  /** When a report of that kind is seen; rejects after 20 s. */
  async seen(isIt: (report: DeviceReport) => boolean): Promise<number> {
    const { promise, resolve, reject } = Promise.withResolvers<number>();
    const waiting = (report: Seen): void => {
      if (isIt(report)) resolve(report.seenAtMs);
    };
    this.#waiting.add(waiting);
    const timer = setTimeout(() => {
      reject(new Error('the handset did not do it within 20 s'));
    }, 20_000);
    try {
      return await promise;
    } finally {
      clearTimeout(timer);
      this.#waiting.delete(waiting);
    }
  }

  /** Presses and lets go, without bounce, as stamped samples; the moments of both edges. */
  async tap(key: KeyName, heldMs = 12): Promise<{ readonly pressedAtMs: number; readonly releasedAtMs: number }> {
    const contact = simulator.keypad.keyMap.keys.indexOf(key);
    const pressedAtMs = systemMonotonicMs();
    this.#contacts(pressedAtMs, [contact]);
    await wait(heldMs);
    const releasedAtMs = systemMonotonicMs();
    this.#contacts(releasedAtMs, []);
    return { pressedAtMs, releasedAtMs };
  }

  async type(keys: readonly KeyName[]): Promise<void> {
    for (const key of keys) {
      await this.tap(key);
      await wait(12);
    }
  }

  async stop(): Promise<void> {
    const exited = once(this.#child, 'exit');
    this.#order({ kind: 'stop' });
    await exited;
  }

  #contacts(atMs: number, closed: readonly number[]): void {
    this.#order({ kind: 'contacts', levels: [{ atMs, closed }] });
  }

  #order(order: DeviceOrder): void {
    this.#child.send(order);
  }
}

export async function wait(durationMs: number): Promise<void> {
  await new Promise((resolve) => setTimeout(resolve, durationMs));
}

export interface Footprint {
  readonly residentMb: number;
  /** Shared pages counted by their share. */
  readonly proportionalMb: number;
  /** Not shared with any file or process. */
  readonly privateMb: number;
}

export function footprintOf(processId: number): Footprint {
  const rollup = readFileSync(`/proc/${processId}/smaps_rollup`, 'utf8');
  const megabytes = (name: string): number => Number(new RegExp(`^${name}:\\s+(\\d+)`, 'm').exec(rollup)?.[1]) / 1024;
  return { residentMb: megabytes('Rss'), proportionalMb: megabytes('Pss'), privateMb: megabytes('Private_Dirty') };
}

export interface Activity {
  readonly cpuPercent: number;
  readonly wakeUpsPerSecond: number;
}

/** What a process does in a stretch of time: processor time, and how often one of its threads gave the processor back by itself. */
export async function activityOf(processId: number, durationMs: number): Promise<Activity> {
  const before = countersOf(processId);
  const fromMs = systemMonotonicMs();
  await wait(durationMs);
  const after = countersOf(processId);
  const seconds = (systemMonotonicMs() - fromMs) / 1_000;
  return {
    // A tick is 10 ms on every Linux that Node runs on (USER_HZ): ticks a second are per cent.
    cpuPercent: (after.ticks - before.ticks) / seconds,
    wakeUpsPerSecond: (after.switches - before.switches) / seconds,
  };
}

function countersOf(processId: number): { readonly ticks: number; readonly switches: number } {
  const stat = readFileSync(`/proc/${processId}/stat`, 'utf8');
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  const threads = readdirSync(`/proc/${processId}/task`);
  const switches = threads.map((thread) => {
    const status = readFileSync(`/proc/${processId}/task/${thread}/status`, 'utf8');
    return Number(/^voluntary_ctxt_switches:\s+(\d+)/m.exec(status)?.[1] ?? 0);
  });
  // utime and stime are fields 14 and 15 of proc_pid_stat(5); the slice begins at field 3.
  return { ticks: Number(fields[11]) + Number(fields[12]), switches: switches.reduce((sum, count) => sum + count, 0) };
}
