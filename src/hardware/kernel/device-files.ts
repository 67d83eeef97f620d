import { closeSync, constants, openSync, readdirSync, readFileSync, writeSync } from 'node:fs';
import type { Result } from '../../domain/result.ts';
import { attempt, DONE, type SystemFault } from './system-fault.ts';

/** The few calls on the kernel's files in /sys and /dev that the drivers make; injected, so that tests see every write in its order. */
export interface DeviceFiles {
  /** Names in a folder, sorted. */
  list(folder: string): Result<readonly string[], SystemFault>;
  read(path: string): Result<string, SystemFault>;
  write(path: string, value: string): Result<null, SystemFault>;
  /** Whether it can be opened for reading and writing. Nothing is read or written. */
  probe(path: string): Result<null, SystemFault>;
}

/** Without O_CREAT: sysfs answers the wish to make a file with EACCES, and what is missing would pass for forbidden. */
const WRITE_WHAT_IS_THERE = constants.O_WRONLY | constants.O_TRUNC;

export class KernelDeviceFiles implements DeviceFiles {
  list(folder: string): Result<readonly string[], SystemFault> {
    return attempt(folder, () => readdirSync(folder).sort());
  }

  read(path: string): Result<string, SystemFault> {
    return attempt(path, () => readFileSync(path, 'utf8'));
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

  probe(path: string): Result<null, SystemFault> {
    const opened = attempt(path, () => {
      closeSync(openSync(path, 'r+'));
    });
    return opened.ok ? DONE : opened;
  }
}
