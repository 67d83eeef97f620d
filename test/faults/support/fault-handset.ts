import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { HandsetAnswer, HandsetOrder, HandsetProgramOptions, SeenMessage } from './handset-orders.ts';

const PROGRAM = fileURLToPath(new URL('../programs/handset.ts', import.meta.url));
/** Between two looks at a handset that has not yet come so far. */
const LOOK_AGAIN_MS = 50;

export interface Sight {
  readonly messages: readonly SeenMessage[];
  readonly link: string;
  readonly storeFailure: string | null;
  readonly led: string;
}

/** One handset of a fault test: a folder that outlives its processes. */
export class FaultHandset {
  readonly #options: Omit<HandsetProgramOptions, 'killAt' | 'clockOffsetMs'>;
  readonly #waiting = new Map<number, (answer: HandsetAnswer | null) => void>();
  #child: ChildProcess | null = null;
  #requestId = 0;
  #clockOffsetMs = 0;
  /** Processes of this handset that ended without being asked to. */
  deaths = 0;
  printed = '';

  constructor(options: Omit<HandsetProgramOptions, 'killAt' | 'clockOffsetMs'>) {
    this.#options = options;
  }

  get isAlive(): boolean {
    return this.#child !== null;
  }

  /** Switches it on; it may die at once where a point of its start is named. */
  async start(killAt: HandsetProgramOptions['killAt'] = null): Promise<void> {
    const options: HandsetProgramOptions = { ...this.#options, killAt, clockOffsetMs: this.#clockOffsetMs };
    const child = fork(PROGRAM, [JSON.stringify(options)], { stdio: ['ignore', 'ignore', 'pipe', 'ipc'] });
    this.#child = child;
    child.stderr?.on('data', (chunk: Buffer) => {
      this.printed += chunk.toString();
    });
    const { promise, resolve } = Promise.withResolvers<undefined>();
    child.on('message', (message) => {
      const answer = message as unknown as HandsetAnswer;
      if (answer.kind === 'ready') resolve(undefined);
      else this.#waiting.get(answer.requestId)?.(answer);
    });
    child.once('exit', () => {
      if (this.#child === child) {
        this.#child = null;
        this.deaths += 1;
      }
      for (const waiting of this.#waiting.values()) waiting(null);
      resolve(undefined);
    });
    await promise;
  }

  /** Cuts its power. */
  async kill(): Promise<void> {
    await this.#end((child) => child.kill('SIGKILL'));
  }

  async stop(): Promise<void> {
    await this.#end((child) => child.send({ kind: 'stop' } satisfies HandsetOrder));
  }

  setClock(offsetMs: number): void {
    this.#clockOffsetMs = offsetMs;
    this.#child?.send({ kind: 'setClock', offsetMs } satisfies HandsetOrder);
  }

  /** 'died': nobody knows whether it was taken; the thread tells. */
  async send(to: string, text: string): Promise<'taken' | 'died' | { readonly refusal: string }> {
    const answer = await this.#ask((requestId) => ({ kind: 'send', requestId, to, text }));
    if (answer?.kind !== 'sent') return 'died';
    return answer.refusal === null ? 'taken' : { refusal: answer.refusal };
  }

  /** Null while it is dead. */
  async look(at: string): Promise<Sight | null> {
    const answer = await this.#ask((requestId) => ({ kind: 'look', requestId, at }));
    return answer?.kind === 'seen' ? answer : null;
  }

  /** Looks until it is so; rejects after `timeoutMs` with what was seen last. */
  async sees(at: string, isSo: (sight: Sight) => boolean, timeoutMs: number): Promise<Sight> {
    const untilMs = performance.now() + timeoutMs;
    for (;;) {
      const sight = await this.look(at);
      if (sight !== null && isSo(sight)) return sight;
      if (performance.now() > untilMs) {
        throw new Error(`it did not come so within ${timeoutMs} ms: ${describe(sight)}\n${this.printed}`);
      }
      await new Promise((resolve) => setTimeout(resolve, LOOK_AGAIN_MS));
    }
  }

  async died(timeoutMs: number): Promise<boolean> {
    const child = this.#child;
    if (child === null) return true;
    return once(child, 'exit', { signal: AbortSignal.timeout(timeoutMs) }).then(
      () => true,
      () => false,
    );
  }

  async #ask(order: (requestId: number) => HandsetOrder): Promise<HandsetAnswer | null> {
    const child = this.#child;
    if (child?.connected !== true) return null;
    this.#requestId += 1;
    const requestId = this.#requestId;
    const { promise, resolve } = Promise.withResolvers<HandsetAnswer | null>();
    this.#waiting.set(requestId, resolve);
    child.send(order(requestId), (error) => {
      if (error !== null) resolve(null);
    });
    const answer = await promise;
    this.#waiting.delete(requestId);
    return answer;
  }

  async #end(how: (child: ChildProcess) => unknown): Promise<void> {
    const child = this.#child;
    if (child === null) return;
    this.#child = null;
    const exited = once(child, 'exit');
    how(child);
    await exited;
  }
}

/** Exactly these texts, each once, in this order: what was lost, doubled and turned round. */
export function difference(
  sent: readonly string[],
  shown: readonly string[],
): { readonly lost: readonly string[]; readonly doubled: readonly string[]; readonly inOrder: boolean } {
  const counts = new Map<string, number>();
  for (const text of shown) counts.set(text, (counts.get(text) ?? 0) + 1);
  return {
    lost: sent.filter((text) => !counts.has(text)),
    doubled: [...counts].filter(([, count]) => count > 1).map(([text]) => text),
    inOrder:
      shown.filter((text) => sent.includes(text)).join('\n') === sent.filter((text) => counts.has(text)).join('\n'),
  };
}

function describe(sight: Sight | null): string {
  if (sight === null) return 'it is dead';
  const { messages, ...rest } = sight;
  const unfinished = messages.filter(({ status }) => status !== null && status !== 'delivered');
  return JSON.stringify({ ...rest, seen: messages.length, unfinished: unfinished.slice(0, 20) });
}
