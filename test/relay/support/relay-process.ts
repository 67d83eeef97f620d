import { spawn, type ChildProcess } from 'node:child_process';
import { join } from 'node:path';
import { DOMAIN, type TestTls } from './relay-rig.ts';
import type { ChildOptions } from './relay-child.ts';

const START_TIMEOUT_MS = 20_000;

export interface RelayProgram {
  /** Of `relay-child.ts`, or what it was bundled into. */
  readonly file: string;
  readonly nodeFlags: readonly string[];
  readonly variables: Readonly<Record<string, string>>;
}

const FROM_SOURCE: RelayProgram = { file: join(import.meta.dirname, 'relay-child.ts'), nodeFlags: [], variables: {} };

/** A relay with an SQLite queue in a process of its own. */
export class RelayProcess {
  readonly port: number;
  /** The signal that ended it, or null. */
  readonly ended: Promise<NodeJS.Signals | null>;
  readonly #child: ChildProcess;

  private constructor(port: number, child: ChildProcess, ended: Promise<NodeJS.Signals | null>) {
    this.port = port;
    this.ended = ended;
    this.#child = child;
  }

  static async start(
    tls: TestTls,
    queuePath: string,
    users: readonly string[],
    more: Partial<ChildOptions['config']> & Pick<ChildOptions, 'killAt' | 'wallAheadMs'> = {},
    { file, nodeFlags, variables }: RelayProgram = FROM_SOURCE,
  ): Promise<RelayProcess> {
    const { killAt, wallAheadMs = 0, ...config } = more;
    const options: ChildOptions = {
      config: { sipDomain: DOMAIN, port: 0, tls: { keyPem: tls.keyPem, certPem: tls.certPem }, ...config },
      queuePath,
      users,
      wallAheadMs,
      ...(killAt === undefined ? {} : { killAt }),
    };
    const child = spawn(process.execPath, [...nodeFlags, file, JSON.stringify(options)], {
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { ...process.env, ...variables },
    });
    let errors = '';
    child.stderr.on('data', (chunk: Buffer) => (errors += chunk.toString()));
    const ended = new Promise<NodeJS.Signals | null>((resolve) => {
      child.once('close', (_code, signal) => {
        resolve(signal);
      });
    });
    const port = await new Promise<number>((resolve, reject) => {
      const timer = setTimeout(() => {
        child.kill('SIGKILL');
        reject(new Error(`the relay did not listen within ${START_TIMEOUT_MS} ms`));
      }, START_TIMEOUT_MS);
      child.stdout.once('data', (chunk: Buffer) => {
        clearTimeout(timer);
        resolve(Number(chunk.toString().trim()));
      });
      void ended.then(() => {
        clearTimeout(timer);
        reject(new Error(`the relay ended at its start: ${errors}`));
      });
    });
    return new RelayProcess(port, child, ended);
  }

  get pid(): number {
    return this.#child.pid ?? 0;
  }

  async stop(): Promise<void> {
    this.#child.kill('SIGTERM');
    await this.ended;
  }

  async kill(): Promise<void> {
    this.#child.kill('SIGKILL');
    await this.ended;
  }
}
