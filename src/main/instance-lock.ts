import { closeSync, linkSync, mkdirSync, openSync, readFileSync, rmSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { failure, success, type Result } from '../domain/result.ts';

/** Held by the process that owns a data folder, until it ends. */
export interface InstanceLock {
  /** Tells a second instance where the first one is. */
  publish(address: string): void;
  release(): void;
}

export interface AlreadyRunning {
  readonly processId: number;
  /** Null while it is starting. */
  readonly address: string | null;
}

/**
 * One process per folder. The lock is a file made exclusively; one that a dead process left behind (kill -9, power cut) is taken over.
 * Throws the system's error when the folder cannot be written.
 */
export function lockFolder(
  folder: string,
  isAlive: (processId: number) => boolean,
): Result<InstanceLock, AlreadyRunning> {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const file = join(folder, 'running');
  const descriptor = create(file);
  if (descriptor !== null) return success(held(file, descriptor));
  const [id = '', address = ''] = readFileSync(file, 'utf8').split('\n');
  const processId = Number(id);
  if (Number.isInteger(processId) && processId > 0 && isAlive(processId)) {
    return failure({ processId, address: address === '' ? null : address });
  }
  rmSync(file, { force: true });
  const second = create(file);
  return second === null ? failure({ processId, address: null }) : success(held(file, second));
}

/** Whether a process of that id runs on this machine, ours or another user's. */
export function processIsAlive(processId: number): boolean {
  try {
    process.kill(processId, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

/** Made whole under another name and linked, so that nobody ever reads a lock without its process id. */
function create(file: string): number | null {
  const draft = `${file}.${process.pid}`;
  const descriptor = openSync(draft, 'w', 0o600);
  writeSync(descriptor, `${process.pid}\n`);
  try {
    linkSync(draft, file);
    return descriptor;
  } catch (error) {
    closeSync(descriptor);
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return null;
    throw error;
  } finally {
    rmSync(draft, { force: true });
  }
}

function held(file: string, descriptor: number): InstanceLock {
  let released = false;
  return {
    publish: (address) => {
      writeSync(descriptor, `${address}\n`);
    },
    release: () => {
      if (released) return;
      released = true;
      closeSync(descriptor);
      rmSync(file, { force: true });
    },
  };
}
