import { readSync } from 'node:fs';
import { SerialPort } from 'serialport';
import { failure, success, type Result } from '../../domain/result.ts';
import { attempt, type SystemFault } from '../kernel/system-fault.ts';
import type { SerialPortListener, WritableSerialPort } from './serial-port.ts';

/** serialport gives the system's words, not the name of the error. */
const NAMES: readonly (readonly [words: string, errno: string])[] = [
  ['No such file or directory', 'ENOENT'],
  ['Permission denied', 'EACCES'],
  ['Operation not permitted', 'EPERM'],
  // The lock that serialport takes (TIOCEXCL, flock): another process has the port.
  ['Resource temporarily unavailable', 'EBUSY'],
  ['Device or resource busy', 'EBUSY'],
  ['No such device or address', 'ENXIO'],
  ['No such device', 'ENODEV'],
  ['Input/output error', 'EIO'],
  ['Inappropriate ioctl for device', 'ENOTTY'],
  ['baud rate', 'EINVAL'],
];

/** A second of 115,200 baud is read in three pieces, however long the event loop was busy. */
const READ_BYTES = 4_096;
/** Far more than an answer. A line that takes nothing, or is asked more than it can carry, loses what is beyond it. */
export const MAX_UNSENT_BYTES = 65_536;

type Port = Extract<Awaited<ReturnType<typeof SerialPort.binding.open>>, { poller: unknown }>;

/** Opens a serial port by serialport: its settings, its lock, and waiting for what comes. */
export async function openSerialPort(
  settings: { readonly path: string; readonly baudRate: number },
  listener: SerialPortListener,
): Promise<Result<WritableSerialPort, SystemFault>> {
  try {
    const port = await SerialPort.binding.open({ ...settings, lock: true });
    if (!('poller' in port)) throw new Error('serialport has no poller on this system');
    const reading = new PortReading(port, settings.path, listener);
    return success(reading);
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    return failure({ errno: nameOf(error), path: settings.path });
  }
}

/**
 * Reads the port. serialport's own reading takes a line that was hung up, from which nothing can be read any more, for
 * one on which nothing has come yet, and asks again without end.
 */
class PortReading implements WritableSerialPort {
  readonly #port: Port;
  readonly #path: string;
  readonly #listener: SerialPortListener;
  readonly #bytes = new Uint8Array(READ_BYTES);
  #isOver = false;
  #written: Promise<void> = Promise.resolve();
  #unsentBytes = 0;

  constructor(port: Port, path: string, listener: SerialPortListener) {
    this.#port = port;
    this.#path = path;
    this.#listener = listener;
    this.#wait();
  }

  write(bytes: Uint8Array): void {
    if (this.#unsentBytes + bytes.length > MAX_UNSENT_BYTES) return;
    const copy = Buffer.from(bytes);
    this.#unsentBytes += copy.length;
    this.#written = this.#written
      .then(() => (this.#isOver ? undefined : this.#port.write(copy)))
      .then(() => {
        this.#unsentBytes -= copy.length;
      })
      .catch(() => {
        if (!this.#isOver) this.#end('EIO');
      });
  }

  close(): void {
    if (this.#isOver) return;
    this.#isOver = true;
    // That it could not be closed has nobody to go to: the port is not used any more.
    this.#port.close().catch(() => undefined);
  }

  #wait(): void {
    this.#port.poller.once('readable', (error: Error | null) => {
      if (this.#isOver) return;
      if (error === null) this.#read();
      else this.#end('ENODEV');
    });
  }

  #read(): void {
    const count = attempt(this.#path, () => readSync(this.#port.fd ?? -1, this.#bytes));
    if (count.ok && count.value > 0) this.#listener.read(this.#bytes.subarray(0, count.value));
    else if (count.ok) this.#end('ENODEV');
    else if (count.error.errno !== 'EAGAIN') this.#end(count.error.errno);
    if (!this.#isOver) this.#wait();
  }

  #end(errno: string): void {
    this.close();
    this.#listener.ended({ errno, path: this.#path });
  }
}

function nameOf(error: Error): string {
  const { code } = error as NodeJS.ErrnoException;
  return code ?? NAMES.find(([words]) => error.message.includes(words))?.[1] ?? error.message;
}
