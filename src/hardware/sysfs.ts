import { readdirSync, readFileSync, writeFileSync } from 'node:fs';

/** The few calls on the kernel's file interface that the adapters make; injected, so that tests see every write in its order. */
export interface Sysfs {
  /** Names in a folder, sorted; empty when it is not there. */
  list(path: string): readonly string[];
  /** Null when it cannot be read. */
  read(path: string): string | null;
  /** Throws the system's error. */
  write(path: string, value: string): void;
}

export class KernelSysfs implements Sysfs {
  list(path: string): readonly string[] {
    try {
      return readdirSync(path).sort();
    } catch {
      return [];
    }
  }

  read(path: string): string | null {
    try {
      return readFileSync(path, 'utf8');
    } catch {
      return null;
    }
  }

  write(path: string, value: string): void {
    writeFileSync(path, value);
  }
}
