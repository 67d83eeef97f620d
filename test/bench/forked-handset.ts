import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { simulator } from '../../board/simulator/board.ts';
import type { KeyName } from '../../src/domain/keys/key-map.ts';
import { HANDSET_NODE_FLAGS, SPARING_ENVIRONMENT } from '../../src/main/config/node-flags.ts';
import { trustedEnvironment } from '../../src/main/machine/trusted-environment.ts';
import { systemMonotonicMs, type DeviceOrder, type DeviceReport } from '../../src/simulator/wire/protocol.ts';

const HANDSET_PROGRAM = fileURLToPath(new URL('../../build/handset.js', import.meta.url));

type Seen = DeviceReport & { readonly seenAtMs: number };

/** The product's own handset process, its board's wires in our hands. Times are of the machine's monotonic clock, in milliseconds. */
export class ForkedHandset {
  readonly startedAtMs: number;
  readonly #child: ChildProcess;
  readonly #waiting = new Set<(report: Seen) => void>();

  /**
   * @param nodeFlags beside those of the product
   * @param node a copy of it shares no memory with other processes
   */
  constructor(configFile: string, nodeFlags: readonly string[] = [], node = process.execPath) {
    this.startedAtMs = systemMonotonicMs();
    this.#child = fork(HANDSET_PROGRAM, ['--config', configFile], {
      serialization: 'advanced',
      // The product refuses NODE_OPTIONS; here they tell what to measure.
      execArgv: [...HANDSET_NODE_FLAGS, ...(process.env['NODE_OPTIONS']?.split(' ') ?? []), ...nodeFlags],
      env: { ...trustedEnvironment(process.env), ...SPARING_ENVIRONMENT },
      execPath: node,
      stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    });
    this.#child.on('message', (message) => {
      const report = { ...(message as unknown as DeviceReport), seenAtMs: systemMonotonicMs() };
      for (const waiting of [...this.#waiting]) waiting(report);
    });
  }

  /** What `loop-watch.ts` tells, when it is loaded by the flags: its event loop stood still for so long. */
  onBlocked(listener: (blockedMs: number) => void): void {
    this.#child.on('message', (message) => {
      const told = message as { readonly kind?: unknown; readonly blockedMs?: number };
      if (told.kind === 'blocked' && told.blockedMs !== undefined) listener(told.blockedMs);
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

export const DEBOUNCE_MS = simulator.keypad.debounceMs;

export const isRegistered = (report: DeviceReport): boolean => report.kind === 'link' && report.state === 'registered';

/** From Contacts to the open thread with Alice or Bob. */
export async function openThread(handset: ForkedHandset, peer: 'A' | 'B'): Promise<void> {
  const name = peer === 'A' ? (['A', 'L', 'I', 'C', 'E'] as const) : (['B', 'O', 'B'] as const);
  await handset.type([...name, 'Enter', 'Enter']);
  await wait(300);
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

/** A process and all that it started, shared pages counted by their share. */
export function proportionalMbOfAll(processId: number): number {
  const children = readFileSync(`/proc/${processId}/task/${processId}/children`, 'utf8').trim();
  const others = children === '' ? [] : children.split(' ').map(Number);
  return footprintOf(processId).proportionalMb + others.reduce((sum, child) => sum + proportionalMbOfAll(child), 0);
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

/** Processor time that a process has taken since its start, in steps of 10 ms. */
export function processorMsOf(processId: number): number {
  return countersOf(processId).ticks * 10;
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
