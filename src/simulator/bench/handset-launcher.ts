import type { DeviceOrder, DeviceReport } from '../wire/protocol.ts';

/** How a handset's process ended. */
export interface HandsetExit {
  readonly code: number | null;
  readonly signal: string | null;
  /** Set when the process could not be started at all. */
  readonly cause: Error | null;
}

/** A running handset, in a process of its own. */
export interface HandsetProcess {
  send(order: DeviceOrder): void;
  /** Cuts the power: the process cannot do anything more. */
  kill(): void;
  /** Never rejects. */
  readonly exited: Promise<HandsetExit>;
}

/** Starts a handset. What runs in its process is decided where the simulator is put together. */
export interface HandsetLauncher {
  launch(onReport: (report: DeviceReport) => void): HandsetProcess;
}
