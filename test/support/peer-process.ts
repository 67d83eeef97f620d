import { spawn, type ChildProcessWithoutNullStreams } from 'node:child_process';

const STOP_TIMEOUT_MS = 3_000;
const LOG_LINES_SHOWN = 40;

export interface PeerProcessOptions {
  readonly name: string;
  readonly command: string;
  readonly args: readonly string[];
  readonly folder: string;
  readonly environment?: Readonly<Record<string, string>>;
}

/**
 * A program of another project, driven by lines on its stdin and stdout. Every wait has a time limit, and shows the
 * program's log when it fails.
 */
export class PeerProcess {
  readonly #name: string;
  readonly #child: ChildProcessWithoutNullStreams;
  readonly #lines: string[] = [];
  readonly #watchers = new Set<() => void>();
  readonly #exited: Promise<void>;
  #partial = { stdout: '', stderr: '' };
  #ending: string | null = null;

  constructor(options: PeerProcessOptions) {
    this.#name = options.name;
    this.#child = spawn(options.command, options.args, {
      cwd: options.folder,
      // A home folder of its own, so that the tester's configuration and contacts play no part.
      env: { PATH: process.env['PATH'] ?? '', LANG: 'C.UTF-8', HOME: options.folder, ...options.environment },
    });
    const killAtExit = (): void => void this.#child.kill('SIGKILL');
    process.once('exit', killAtExit);
    this.#exited = new Promise((resolve) => {
      const end = (how: string): void => {
        process.removeListener('exit', killAtExit);
        this.#ending = how;
        this.#wake();
        resolve();
      };
      this.#child.once('error', (error) => {
        end(`could not start: ${error.message}`);
      });
      this.#child.once('close', (code, signal) => {
        end(`ended with ${signal ?? `code ${code ?? '?'}`}`);
      });
    });
    this.#child.stdout.setEncoding('utf8').on('data', (text: string) => {
      this.#take('stdout', text);
    });
    this.#child.stderr.setEncoding('utf8').on('data', (text: string) => {
      this.#take('stderr', text);
    });
    // When the program has ended, the next wait reports it; that its stdin is closed is not a failure of its own.
    this.#child.stdin.on('error', () => undefined);
  }

  /** The lines of stdout and stderr so far; their number can be the start of a later wait. */
  get lines(): readonly string[] {
    return this.#lines;
  }

  get processId(): number {
    return this.#child.pid ?? 0;
  }

  get ended(): boolean {
    return this.#ending !== null;
  }

  write(line: string): void {
    this.#child.stdin.write(`${line}\n`);
  }

  /**
   * The first line from `fromLine` on that contains the text or matches. Rejects when the time is over or the program
   * has ended.
   */
  waitForLine(wanted: string | RegExp, timeoutMs: number, fromLine = 0): Promise<string> {
    const matches = (line: string): boolean => (typeof wanted === 'string' ? line.includes(wanted) : wanted.test(line));
    return this.#until(
      () => this.#lines.slice(fromLine).find(matches) ?? null,
      `a line with ${String(wanted)}`,
      timeoutMs,
    );
  }

  /** How many lines contain the text. */
  countLines(text: string): number {
    return this.#lines.filter((line) => line.includes(text)).length;
  }

  /** Ends the program with SIGTERM, and after a time limit with SIGKILL. Idempotent. */
  async stop(): Promise<void> {
    if (this.#ending !== null) return;
    this.#child.kill('SIGTERM');
    const timer = setTimeout(() => this.#child.kill('SIGKILL'), STOP_TIMEOUT_MS);
    await this.#exited;
    clearTimeout(timer);
  }

  /** The program's last lines, for the report of a failed test. */
  log(): string {
    return this.#lines.slice(-LOG_LINES_SHOWN).join('\n');
  }

  #until<Value>(look: () => Value | null, what: string, timeoutMs: number): Promise<Value> {
    return new Promise((resolve, reject) => {
      const settle = (finish: () => void): void => {
        this.#watchers.delete(watch);
        clearTimeout(timer);
        finish();
      };
      const fail = (why: string): void => {
        settle(() => {
          reject(new Error(`${this.#name}: ${why}, waiting for ${what}. It said last:\n${this.log()}`));
        });
      };
      const watch = (): void => {
        const found = look();
        if (found !== null)
          settle(() => {
            resolve(found);
          });
        else if (this.#ending !== null) fail(this.#ending);
      };
      const timer = setTimeout(() => {
        fail(`nothing within ${timeoutMs} ms`);
      }, timeoutMs);
      this.#watchers.add(watch);
      watch();
    });
  }

  #take(stream: 'stdout' | 'stderr', text: string): void {
    // A prompt or progress ends in a carriage return or in nothing; only whole lines count.
    const parts = (this.#partial[stream] + text).split(/\r?\n/);
    this.#partial[stream] = parts.pop() ?? '';
    this.#lines.push(...parts);
    this.#wake();
  }

  #wake(): void {
    for (const watch of [...this.#watchers]) watch();
  }
}
