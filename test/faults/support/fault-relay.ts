import { fileURLToPath } from 'node:url';
import { FaultProcess } from './fault-process.ts';
import type { RelayAnswer, RelayOrder, RelayProgramOptions } from './relay-orders.ts';

const PROGRAM = fileURLToPath(new URL('../programs/relay.ts', import.meta.url));

/** The relay of a fault test: a folder that outlives its processes. */
export class FaultRelay {
  readonly #configFile: string;
  readonly #environment: NodeJS.ProcessEnv;
  readonly #process = new FaultProcess<RelayOrder, RelayAnswer>(PROGRAM, () => undefined);
  #clockOffsetMs = 0;

  constructor(configFile: string, environment: NodeJS.ProcessEnv) {
    this.#configFile = configFile;
    this.#environment = environment;
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

  /** Its port; null when it ended before it listened, and `printed` says why. */
  async start(killAt: RelayProgramOptions['killAt'] = null): Promise<number | null> {
    const options: RelayProgramOptions = { configFile: this.#configFile, clockOffsetMs: this.#clockOffsetMs, killAt };
    return (await this.#process.start(options, this.#environment))?.port ?? null;
  }

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

  arm(killAt: RelayProgramOptions['killAt']): void {
    this.#process.send({ kind: 'arm', killAt });
  }

  died(timeoutMs: number): Promise<boolean> {
    return this.#process.ended(timeoutMs);
  }
}
