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

/** Mode of a file that only its owner reads, and of its folder. */
export const PRIVATE_FILE = 0o600;
const PRIVATE_FOLDER = 0o700;
export const PUBLIC_FILE = 0o644;

/** Replaces the file at once or not at all, whatever is cut when; durable when it returns. Throws what the file system throws. */
export function replaceFile(path: string, content: string | Uint8Array, mode: number): void {
  const fresh = `${path}.new`;
  writeDurably(fresh, content, mode);
  renameSync(fresh, path);
  syncFolder(dirname(path));
}

/** As `replaceFile`, but a file that is there already stays as it is; false then. */
export function createFile(path: string, content: string | Uint8Array, mode: number): boolean {
  const fresh = `${path}.${process.pid}.new`;
  writeDurably(fresh, content, mode);
  try {
    // Unlike a rename, a link never takes the place of another file: of two first starts at once, one wins.
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

/** The folder, private when it is new. */
export function ensurePrivateFolder(path: string): void {
  if (mkdirSync(path, { recursive: true, mode: PRIVATE_FOLDER }) !== undefined) chmodSync(path, PRIVATE_FOLDER);
}

/** `ENOENT`, `EACCES` … of an error of the file system; null for any other error. */
export function errorCodeOf(error: unknown): string | null {
  if (!(error instanceof Error && 'errno' in error && 'code' in error)) return null;
  return typeof error.code === 'string' ? error.code : null;
}

function writeDurably(path: string, content: string | Uint8Array, mode: number): void {
  const bytes = typeof content === 'string' ? Buffer.from(content, 'utf8') : content;
  const file = openSync(path, 'w', mode);
  try {
    // The file may be a left-over of another mode, and the umask may have taken bits away.
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
