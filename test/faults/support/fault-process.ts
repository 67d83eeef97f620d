import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

/** Hundreds of processes load the same modules. */
const COMPILE_CACHE = fileURLToPath(new URL('../../../node_modules/.cache/faults', import.meta.url));

/** A program of the fault tests in a process of its own, worked over IPC; it may be killed and started as often as one likes. */
export class FaultProcess<Order extends object, Answer extends { readonly kind: string }> {
  readonly #program: string;
  readonly #onAnswer: (answer: Answer) => void;
  readonly #onEnd: () => void;
  #child: ChildProcess | null = null;
  /** The signals and statuses of those that ended without being asked to. */
  readonly unasked: (NodeJS.Signals | number)[] = [];
  /** All that it wrote to its standard error, over all its lives. */
  printed = '';

  constructor(program: string, onAnswer: (answer: Answer) => void, onEnd: () => void = () => undefined) {
    this.#program = program;
    this.#onAnswer = onAnswer;
    this.#onEnd = onEnd;
  }

  get isAlive(): boolean {
    return this.#child !== null;
  }

  /** Settles with its first answer; null when it ended before. */
  async start(options: object, environment: NodeJS.ProcessEnv = {}): Promise<Answer | null> {
    const child = fork(this.#program, [JSON.stringify(options)], {
      stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
      env: { ...process.env, NODE_COMPILE_CACHE: COMPILE_CACHE, ...environment },
    });
    this.#child = child;
    child.stderr?.on('data', (chunk: Buffer) => {
      this.printed += chunk.toString();
    });
    const { promise, resolve } = Promise.withResolvers<Answer | null>();
    child.on('message', (message) => {
      const answer = message as unknown as Answer;
      resolve(answer);
      this.#onAnswer(answer);
    });
    // 'close' comes after the last byte that it wrote.
    child.once('close', (code: number | null, signal: NodeJS.Signals | null) => {
      if (this.#child === child) {
        this.#child = null;
        this.unasked.push(signal ?? code ?? -1);
      }
      resolve(null);
      this.#onEnd();
    });
    return promise;
  }

  /** False when there is nobody to hear it. */
  send(order: Order): boolean {
    const child = this.#child;
    if (child?.connected !== true) return false;
    child.send(order, () => undefined);
    return true;
  }

  /** Whether it ends by itself within the time; true when it has ended already. */
  async ended(timeoutMs: number): Promise<boolean> {
    const child = this.#child;
    if (child === null) return true;
    return once(child, 'close', { signal: AbortSignal.timeout(timeoutMs) }).then(
      () => true,
      () => false,
    );
  }

  /** Cuts its power. */
  async kill(): Promise<void> {
    await this.#end((child) => child.kill('SIGKILL'));
  }

  /** In good order. */
  async stop(order: Order): Promise<void> {
    await this.#end((child) => child.send(order));
  }

  async #end(how: (child: ChildProcess) => unknown): Promise<void> {
    const child = this.#child;
    if (child === null) return;
    this.#child = null;
    const closed = once(child, 'close');
    how(child);
    await closed;
  }
}
