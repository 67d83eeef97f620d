import type { Result } from '../../domain/result.ts';
import type { SystemFault } from '../kernel/system-fault.ts';

interface OpenSerialPort {
  /** Nothing is told after it. Idempotent. */
  close(): void;
}

/** A port that is also written to. */
export interface WritableSerialPort extends OpenSerialPort {
  /**
   * What is written is sent in order, and kept until then as far as 64 KiB go: what comes beyond is lost, as anything
   * may be on such a line. A port that is gone is told to the listener.
   */
  write(bytes: Uint8Array): void;
}

export interface SerialPortListener {
  /** Bytes as they come. They are valid only during the call. */
  read(bytes: Uint8Array): void;
  /** The port is gone, or does not work any more. Called once; it is closed then. */
  ended(fault: SystemFault): void;
}

/** Opens a serial port: 8 data bits, no parity, one stop bit, no flow control. */
export type OpenSerial = (
  settings: { readonly path: string; readonly baudRate: number },
  listener: SerialPortListener,
) => Promise<Result<OpenSerialPort, SystemFault>>;
