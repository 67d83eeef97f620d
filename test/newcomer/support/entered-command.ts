import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, mkdirSync, openSync, writeSync } from 'node:fs';
import { dirname } from 'node:path';

const NAMESPACES = ['--mount', '--pid', '--fork', '--kill-child'];
/** What a login gives. */
export const LOGIN = {
  HOME: '/root',
  USER: 'root',
  LANG: 'C.UTF-8',
  PATH: '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin',
};
const END_TIMEOUT_MS = 60_000;

/** A command in another system; neither it nor its mounts outlive this process, however that ends. */
export class EnteredCommand {
  printed = '';
  /** Its exit status; null after a signal. */
  readonly ended: Promise<number | null>;
  readonly #child: ChildProcess;

  constructor(args: readonly string[], environment: Readonly<Record<string, string>>, logFile: string | null) {
    // A group of its own takes Ctrl-C as on a terminal; the kernel ends it when this process is gone.
    const child = spawn('setpriv', ['--pdeathsig', 'KILL', 'unshare', ...NAMESPACES, ...args], {
      env: { ...environment, ...LOGIN },
      stdio: ['ignore', 'pipe', 'pipe'],
      detached: true,
    });
    if (logFile !== null) mkdirSync(dirname(logFile), { recursive: true });
    const log = logFile === null ? null : openSync(logFile, 'w');
    for (const stream of [child.stdout, child.stderr]) {
      stream.on('data', (chunk: Buffer) => {
        this.printed += chunk.toString();
        if (log !== null) writeSync(log, chunk);
      });
    }
    this.#child = child;
    this.ended = once(child, 'close').then(([status]) => {
      if (log !== null) closeSync(log);
      return status as number | null;
    });
  }

  /** Waits until it printed that; rejects when it ends before, with the end of what it printed. */
  async prints(words: RegExp, timeoutMs: number): Promise<void> {
    const { promise, resolve, reject } = Promise.withResolvers<null>();
    const look = (): void => {
      if (words.test(this.printed)) resolve(null);
    };
    const late = setTimeout(() => {
      reject(new Error(`it did not print ${words.source} within ${timeoutMs / 1_000} s:\n${this.#lastLines()}`));
    }, timeoutMs);
    void this.ended.then((status) => {
      reject(new Error(`it ended with status ${status ?? 'unknown'}:\n${this.#lastLines()}`));
    });
    this.#child.stdout?.on('data', look);
    look();
    try {
      await promise;
    } finally {
      clearTimeout(late);
      this.#child.stdout?.off('data', look);
    }
  }

  /** Ctrl-C. Returns the exit status; what does not end is killed. */
  async interrupt(): Promise<number | null> {
    this.#signal('SIGINT');
    const timer = setTimeout(() => {
      this.#signal('SIGKILL');
    }, END_TIMEOUT_MS);
    const status = await this.ended;
    clearTimeout(timer);
    return status;
  }

  /** At once, with all its processes. */
  async kill(): Promise<void> {
    this.#signal('SIGKILL');
    await this.ended;
  }

  #signal(signal: NodeJS.Signals): void {
    try {
      process.kill(-(this.#child.pid ?? 0), signal);
    } catch {
      // Nobody of the group is left.
    }
  }

  #lastLines(): string {
    return this.printed.split('\n').slice(-30).join('\n');
  }
}

/** Runs a program of this machine to its end, or to the end of this process; rejects with what it said when it fails. */
export async function ran(command: string, args: readonly string[]): Promise<void> {
  const child = spawn('setpriv', ['--pdeathsig', 'TERM', command, ...args], { stdio: ['ignore', 'ignore', 'pipe'] });
  let said = '';
  child.stderr.on('data', (chunk: Buffer) => {
    said += chunk.toString();
  });
  const [status] = (await once(child, 'close')) as [number | null];
  if (status !== 0) throw new Error(`${command} failed with status ${status ?? 'unknown'}:\n${said.slice(-4_000)}`);
}
