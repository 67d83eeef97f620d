import type { DeviceChannel, DeviceOrder, DeviceReport } from './protocol.ts';

/** The part of `process` that a forked handset uses. */
export interface ForkedProcess {
  readonly connected: boolean;
  send?(message: DeviceReport): boolean;
  disconnect?(): void;
  on(event: 'message', listener: (message: unknown) => void): unknown;
  on(event: 'disconnect', listener: () => void): unknown;
}

/** `DeviceChannel` over the IPC of a process that `ForkLauncher` started. */
export class ProcessChannel implements DeviceChannel {
  readonly #process: ForkedProcess;
  readonly #early: DeviceOrder[] = [];
  #listener: ((order: DeviceOrder) => void) | null = null;
  #stopping = false;

  /** Throws when the process was not forked by the simulator. */
  constructor(forked: ForkedProcess) {
    if (forked.send === undefined) {
      throw new Error('a simulated board needs the simulator: start the handset by `make run`, or name another board');
    }
    this.#process = forked;
    forked.on('message', (message) => {
      this.#handOn(message as DeviceOrder);
    });
    forked.on('disconnect', () => {
      this.#handOn({ kind: 'stop' });
    });
  }

  report(report: DeviceReport): void {
    // When the simulator is gone, the order to stop is already on its way, and nobody sees the screen any more.
    if (this.#process.connected) this.#process.send?.(report);
  }

  onOrder(listener: (order: DeviceOrder) => void): void {
    if (this.#listener !== null) throw new Error('the orders of this channel are listened to already');
    this.#listener = listener;
    for (const order of this.#early.splice(0)) listener(order);
  }

  close(): void {
    this.#stopping = true;
    if (this.#process.connected) this.#process.disconnect?.();
  }

  #handOn(order: DeviceOrder): void {
    if (this.#stopping) return;
    if (order.kind === 'stop') this.#stopping = true;
    if (this.#listener === null) this.#early.push(order);
    else this.#listener(order);
  }
}
