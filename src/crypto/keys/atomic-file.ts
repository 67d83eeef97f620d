import {
  chmodSync,
  closeSync,
  fchmodSync,
  fsyncSync,
  linkSync,
  mkdirSync,
  openSync,
  renameSync,
  unlinkSync,
  writeSync,
} from 'node:fs';
import { dirname } from 'node:path';

/** Mode of a file that only its owner may read and write. */
export const PRIVATE_FILE = 0o600;
const PRIVATE_FOLDER = 0o700;
export const PUBLIC_FILE = 0o644;

/**
 * Replaces the whole file or nothing, even when the power fails meanwhile. Durable when it returns. Throws errors of
 * the file system.
 */
export function replaceFile(path: string, content: string | Uint8Array, mode: number): void {
  const fresh = `${path}.new`;
  writeDurably(fresh, content, mode);
  renameSync(fresh, path);
  syncFolder(dirname(path));
}

/** Like `replaceFile`, but leaves a file that exists as it is and then returns false. */
export function createFile(path: string, content: string | Uint8Array, mode: number): boolean {
  const fresh = `${path}.${process.pid}.new`;
  writeDurably(fresh, content, mode);
  try {
    // Unlike a rename, a link never replaces an existing file: when two first starts run at the same time, one wins.
    linkSync(fresh, path);
  } catch (error) {
    if (errorCodeOf(error) === 'EEXIST') return false;
    throw error;
  } finally {
    unlinkSync(fresh);
  }
  syncFolder(dirname(path));
  return true;
}

/** Makes the folder when it is missing, with access for its owner only. */
export function ensurePrivateFolder(path: string): void {
  if (mkdirSync(path, { recursive: true, mode: PRIVATE_FOLDER }) !== undefined) chmodSync(path, PRIVATE_FOLDER);
}

/** The code of a file system error (`ENOENT`, `EACCES` …); null for any other error. */
export function errorCodeOf(error: unknown): string | null {
  if (!(error instanceof Error && 'errno' in error && 'code' in error)) return null;
  return typeof error.code === 'string' ? error.code : null;
}

function writeDurably(path: string, content: string | Uint8Array, mode: number): void {
  const bytes = typeof content === 'string' ? Buffer.from(content, 'utf8') : content;
  const file = openSync(path, 'w', mode);
  try {
    // The file may be left over with another mode, and the umask may have removed bits.
    fchmodSync(file, mode);
    let written = 0;
    while (written < bytes.length) written += writeSync(file, bytes, written);
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
}

function syncFolder(path: string): void {
  const folder = openSync(path, 'r');
  try {
    fsyncSync(folder);
  } finally {
    closeSync(folder);
  }
}
