import type { DeviceChannel, DeviceOrder, DeviceReport } from '../../../src/simulator/wire/protocol.ts';

/** A wire without processes: copies what is sent, as IPC does. */
export class MemoryChannel implements DeviceChannel {
  readonly reports: DeviceReport[] = [];
  closed = false;
  #listener: ((order: DeviceOrder) => void) | null = null;

  report(report: DeviceReport): void {
    this.reports.push(structuredClone(report));
  }

  onOrder(listener: (order: DeviceOrder) => void): void {
    this.#listener = listener;
  }

  close(): void {
    this.closed = true;
  }

  order(order: DeviceOrder): void {
    this.#listener?.(structuredClone(order));
  }

  reported<Kind extends DeviceReport['kind']>(kind: Kind): Extract<DeviceReport, { kind: Kind }>[] {
    return this.reports.filter((report): report is Extract<DeviceReport, { kind: Kind }> => report.kind === kind);
  }
}
