import { fileURLToPath } from 'node:url';
import { FaultProcess } from './fault-process.ts';
import type { HandsetAnswer, HandsetOrder, HandsetProgramOptions, SeenMessage } from './handset-orders.ts';

const PROGRAM = fileURLToPath(new URL('../programs/handset.ts', import.meta.url));
/** Between two looks at a handset that has not yet come so far. */
const LOOK_AGAIN_MS = 50;

export interface Sight {
  readonly messages: readonly SeenMessage[];
  readonly link: string;
  readonly storeFailure: string | null;
  readonly isToldOfLoss: boolean;
  readonly led: string;
}

export type Sent = 'taken' | 'died' | { readonly refusal: string };

/** One handset of a fault test: a folder that outlives its processes. */
export class FaultHandset {
  readonly folder: string;
  readonly #options: Omit<HandsetProgramOptions, 'killAt' | 'clockOffsetMs'>;
  readonly #environment: NodeJS.ProcessEnv;
  readonly #process: FaultProcess<HandsetOrder, HandsetAnswer>;
  readonly #waiting = new Map<number, (answer: HandsetAnswer | null) => void>();
  #requestId = 0;
  #clockOffsetMs = 0;
  /** How often the owner was told of each text, over all its lives. */
  readonly told = new Map<string, number>();

  constructor(options: Omit<HandsetProgramOptions, 'killAt' | 'clockOffsetMs'>, environment: NodeJS.ProcessEnv) {
    this.folder = options.folder;
    this.#options = options;
    this.#environment = environment;
    this.#process = new FaultProcess(
      PROGRAM,
      (answer) => {
        if (answer.kind === 'told') this.told.set(answer.text, (this.told.get(answer.text) ?? 0) + 1);
        else if (answer.kind !== 'ready') this.#waiting.get(answer.requestId)?.(answer);
      },
      () => {
        for (const waiting of this.#waiting.values()) waiting(null);
      },
    );
  }

  get isAlive(): boolean {
    return this.#process.isAlive;
  }

  /** Signals and statuses of its processes that ended without being asked to. */
  get unasked(): readonly (NodeJS.Signals | number)[] {
    return this.#process.unasked;
  }

  get printed(): string {
    return this.#process.printed;
  }

  /** Switches it on; false when it ended before it was up, and `printed` says why. */
  async start(killAt: HandsetProgramOptions['killAt'] = null): Promise<boolean> {
    const options: HandsetProgramOptions = { ...this.#options, killAt, clockOffsetMs: this.#clockOffsetMs };
    return (await this.#process.start(options, this.#environment)) !== null;
  }

  /** Cuts its power. */
  kill(): Promise<void> {
    return this.#process.kill();
  }

  stop(): Promise<void> {
    return this.#process.stop({ kind: 'stop' });
  }

  setClock(offsetMs: number): void {
    this.#clockOffsetMs = offsetMs;
    this.#process.send({ kind: 'setClock', offsetMs });
  }

  arm(killAt: HandsetProgramOptions['killAt']): void {
    this.#process.send({ kind: 'arm', killAt });
  }

  /** It does not sit out its random wait before the next connection. */
  reconnect(): void {
    this.#process.send({ kind: 'reconnect' });
  }

  died(timeoutMs: number): Promise<boolean> {
    return this.#process.ended(timeoutMs);
  }

  /** 'died': nobody knows whether it was taken; the thread tells. */
  async send(to: string, text: string): Promise<Sent> {
    const answer = await this.#ask((requestId) => ({ kind: 'send', requestId, to, text }));
    if (answer?.kind !== 'sent') return 'died';
    return answer.refusal === null ? 'taken' : { refusal: answer.refusal };
  }

  /** Null while it is dead. */
  async look(at: string, all = false): Promise<Sight | null> {
    const answer = await this.#ask((requestId) => ({ kind: 'look', requestId, at, all }));
    return answer?.kind === 'seen' ? answer : null;
  }

  /** Looks until it is so; rejects after `timeoutMs` with what was seen last. */
  async sees(at: string, isSo: (sight: Sight) => boolean, timeoutMs: number, all = false): Promise<Sight> {
    const sight = await this.comesTo(at, isSo, timeoutMs, all);
    if (sight !== null && isSo(sight)) return sight;
    throw new Error(`it did not come so within ${timeoutMs} ms: ${describe(sight)}\n${this.printed.slice(-4_000)}`);
  }

  /** Looks until it is so, or until `timeoutMs` are over: what was seen last, for whoever counts what is missing. */
  async comesTo(at: string, isSo: (sight: Sight) => boolean, timeoutMs: number, all = false): Promise<Sight | null> {
    const untilMs = performance.now() + timeoutMs;
    for (;;) {
      const sight = await this.look(at, all);
      if ((sight !== null && isSo(sight)) || performance.now() > untilMs) return sight;
      await new Promise((resolve) => setTimeout(resolve, all ? 20 * LOOK_AGAIN_MS : LOOK_AGAIN_MS));
    }
  }

  async #ask(order: (requestId: number) => HandsetOrder): Promise<HandsetAnswer | null> {
    this.#requestId += 1;
    const requestId = this.#requestId;
    const { promise, resolve } = Promise.withResolvers<HandsetAnswer | null>();
    this.#waiting.set(requestId, resolve);
    if (!this.#process.send(order(requestId))) resolve(null);
    const answer = await promise;
    this.#waiting.delete(requestId);
    return answer;
  }
}

function describe(sight: Sight | null): string {
  if (sight === null) return 'it is dead';
  const { messages, link, storeFailure, led } = sight;
  const unfinished = messages.filter(({ status }) => status !== null && status !== 'delivered');
  return JSON.stringify({ link, storeFailure, led, seen: messages.length, unfinished: unfinished.slice(0, 20) });
}
