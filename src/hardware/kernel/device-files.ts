import { closeSync, constants, openSync, readdirSync, readFileSync, readlinkSync, writeSync } from 'node:fs';
import { basename } from 'node:path';
import type { Result } from '../../domain/result.ts';
import { attempt, DONE, type SystemFault } from './system-fault.ts';

/**
 * The few calls that drivers make on the kernel's files in /sys and /dev. They are injected, so that tests see every
 * write in its order.
 */
export interface DeviceFiles {
  /** Names in a folder, sorted. */
  list(folder: string): Result<readonly string[], SystemFault>;
  read(path: string): Result<string, SystemFault>;
  /** The name of what a symbolic link points to. */
  linkedTo(path: string): Result<string, SystemFault>;
  write(path: string, value: string): Result<null, SystemFault>;
  /** Opens the file for writing until it is closed. */
  hold(path: string): Result<HeldFile, SystemFault>;
  /** Whether the file can be opened for reading and writing. Nothing is read or written. */
  probe(path: string): Result<null, SystemFault>;
}

/** A device that stays open. */
export interface HeldFile {
  write(bytes: Uint8Array): Result<null, SystemFault>;
  close(): void;
}

/**
 * Without O_CREAT, since sysfs answers EACCES when a file would have to be created, and a missing file would look like
 * a forbidden one.
 */
const WRITE_WHAT_IS_THERE = constants.O_WRONLY | constants.O_TRUNC;

export class KernelDeviceFiles implements DeviceFiles {
  list(folder: string): Result<readonly string[], SystemFault> {
    return attempt(folder, () => readdirSync(folder).sort());
  }

  read(path: string): Result<string, SystemFault> {
    return attempt(path, () => readFileSync(path, 'utf8'));
  }

  linkedTo(path: string): Result<string, SystemFault> {
    return attempt(path, () => basename(readlinkSync(path)));
  }

  write(path: string, value: string): Result<null, SystemFault> {
    const written = attempt(path, () => {
      const file = openSync(path, WRITE_WHAT_IS_THERE);
      try {
        writeSync(file, value);
      } finally {
        closeSync(file);
      }
    });
    return written.ok ? DONE : written;
  }

  hold(path: string): Result<HeldFile, SystemFault> {
    return attempt(path, () => {
      const file = openSync(path, constants.O_WRONLY);
      return {
        write: (bytes: Uint8Array) => {
          const written = attempt(path, () => writeSync(file, bytes));
          return written.ok ? DONE : written;
        },
        close: () => {
          closeSync(file);
        },
      };
    });
  }

  probe(path: string): Result<null, SystemFault> {
    const opened = attempt(path, () => {
      closeSync(openSync(path, 'r+'));
    });
    return opened.ok ? DONE : opened;
  }
}
