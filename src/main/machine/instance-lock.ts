import { closeSync, linkSync, openSync, readFileSync, rmSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { failure, success, type Result } from '../../domain/result.ts';
import { folderFailure, makeDataFolder, type FolderFailure } from './data-folder.ts';
import { livingProcess, type LivingProcess } from './process-start.ts';

/** The process that owns a data folder holds it until it ends. */
export interface InstanceLock {
  /** Writes where this instance can be found, for a second one that is started. */
  publish(address: string): void;
  release(): void;
}

export interface AlreadyRunning {
  readonly code: 'running';
  readonly processId: number;
  /** Where the running instance can be found; null while it is starting. */
  readonly address: string | null;
  /** The lock file. If the process is another program after all, somebody must remove the file by hand. */
  readonly path: string;
}

type ProcessLook = (processId: number) => LivingProcess | null;

/**
 * Lets only one process use a folder. The lock is a file that must not exist before. One that a dead process left
 * behind (kill -9, power cut) is taken over.
 */
export function lockFolder(
  folder: string,
  look: ProcessLook = livingProcess,
): Result<InstanceLock, AlreadyRunning | FolderFailure> {
  const made = makeDataFolder(folder);
  if (!made.ok) return made;
  const path = join(folder, 'running');
  try {
    return take(path, look);
  } catch (error) {
    return failure(folderFailure(folder, error));
  }
}

function take(path: string, look: ProcessLook): Result<InstanceLock, AlreadyRunning> {
  const descriptor = create(path, look);
  if (descriptor !== null) return success(held(path, descriptor));
  const holder = holderOf(path, look);
  if (holder !== null) return failure(holder);
  rmSync(path, { force: true });
  const second = create(path, look);
  return second === null
    ? failure({ code: 'running', processId: 0, address: null, path })
    : success(held(path, second));
}

/** The process that holds the lock; null when it has ended, even if another process has its id now. */
function holderOf(path: string, look: ProcessLook): AlreadyRunning | null {
  const [maker = '', address = ''] = readFileSync(path, 'utf8').split('\n');
  const [id, start = ''] = maker.split(' ');
  const processId = Number(id);
  const living = Number.isInteger(processId) && processId > 0 ? look(processId) : null;
  if (living === null) return null;
  if (start !== '' && living.start !== null && start !== living.start) return null;
  return { code: 'running', processId, address: address === '' ? null : address, path };
}

/**
 * Writes the lock under another name and then links it, so that nobody ever reads a lock without a process id. Null
 * when the lock exists already.
 */
function create(path: string, look: ProcessLook): number | null {
  const draft = `${path}.${process.pid}`;
  const descriptor = openSync(draft, 'w', 0o600);
  try {
    writeSync(descriptor, `${process.pid} ${look(process.pid)?.start ?? ''}\n`);
    linkSync(draft, path);
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
