import {
  chmodSync,
  chownSync,
  closeSync,
  fchmodSync,
  fchownSync,
  fsyncSync,
  mkdirSync,
  openSync,
  renameSync,
  rmSync,
  unlinkSync,
  writeSync,
} from 'node:fs';
import { dirname } from 'node:path';

export interface Owner {
  readonly uid: number;
  readonly gid: number;
}

/**
 * What provisioning does to a disk. Each step is on the medium when it returns; errors of the file system are thrown.
 */
export interface DurableDisk {
  readonly makeFolder: (path: string, mode: number, owner: Owner) => void;
  readonly write: (path: string, content: string, mode: number, owner: Owner) => void;
  readonly rename: (from: string, to: string) => void;
  readonly removeAll: (path: string) => void;
  /** Writes zeros over a part of a file. */
  readonly blank: (path: string, fromByte: number, toByte: number) => void;
  readonly unlink: (path: string) => void;
}

export const durableDisk: DurableDisk = {
  makeFolder: (path, mode, { uid, gid }) => {
    mkdirSync(path, { mode });
    chmodSync(path, mode);
    chownSync(path, uid, gid);
    synced(dirname(path));
  },
  write: (path, content, mode, { uid, gid }) => {
    inFile(path, 'wx', (file) => {
      fchmodSync(file, mode);
      writeWhole(file, Buffer.from(content), 0);
      fchownSync(file, uid, gid);
    });
    synced(dirname(path));
  },
  rename: (from, to) => {
    renameSync(from, to);
    synced(dirname(from));
    synced(dirname(to));
  },
  removeAll: (path) => {
    rmSync(path, { recursive: true, force: true });
    synced(dirname(path));
  },
  blank: (path, fromByte, toByte) => {
    inFile(path, 'r+', (file) => {
      writeWhole(file, Buffer.alloc(toByte - fromByte), fromByte);
    });
  },
  unlink: (path) => {
    unlinkSync(path);
    synced(dirname(path));
  },
};

function inFile(path: string, flags: string, work: (file: number) => void): void {
  const file = openSync(path, flags, 0o600);
  try {
    work(file);
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
}

function writeWhole(file: number, bytes: Buffer, at: number): void {
  for (let done = 0; done < bytes.length;) done += writeSync(file, bytes, done, bytes.length - done, at + done);
}

function synced(folder: string): void {
  const file = openSync(folder, 'r');
  fsyncSync(file);
  closeSync(file);
}
