import type { DeviceOrder, DeviceReport } from '../wire/protocol.ts';

/** How a handset's process ended. */
export interface HandsetExit {
  readonly code: number | null;
  readonly signal: string | null;
  /** Set when it could not be started at all. */
  readonly cause: Error | null;
}

/** A running handset, in a process of its own. */
export interface HandsetProcess {
  send(order: DeviceOrder): void;
  /** Cuts the power: the process gets no chance to do anything. */
  kill(): void;
  /** Never rejects. */
  readonly exited: Promise<HandsetExit>;
}

/** Starts a handset; what runs in the process is the composition's business. */
export interface HandsetLauncher {
  launch(onReport: (report: DeviceReport) => void): HandsetProcess;
}
