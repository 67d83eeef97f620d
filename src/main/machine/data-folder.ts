import { mkdirSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import { failure, success, type Result } from '../../domain/result.ts';
import { folderExposureOf } from './file-rights.ts';

/** Why a folder cannot be used, and what to do about it. */
export interface FolderFailure {
  readonly code: string;
  readonly path: string;
  readonly cure: string;
}

const UNWRITABLE = [
  'unwritable',
  'make it writable for this user and its medium not read-only, or name another folder',
];
const DISK_FULL = ['disk-full', 'free some space on its medium, or name another folder'];
const FILE_IN_ITS_PLACE = ['not-a-folder', 'a file is in its place, or in that of a folder above: name another folder'];
const FAILURES: Readonly<Record<string, readonly string[]>> = {
  EACCES: UNWRITABLE,
  EPERM: UNWRITABLE,
  EROFS: UNWRITABLE,
  // The kernel's answer where no folder can be made, for example in /proc.
  ENOENT: UNWRITABLE,
  ENOSPC: DISK_FULL,
  EDQUOT: DISK_FULL,
  EEXIST: FILE_IN_ITS_PLACE,
  ENOTDIR: FILE_IN_ITS_PLACE,
};

/**
 * Makes the folder, for its owner only, and the missing folders above it. A folder that exists stays as it is; one that
 * others can write to is refused, because they could put other files in it.
 */
export function makeDataFolder(path: string): Result<void, FolderFailure> {
  try {
    makeFolder(path);
    const exposure = folderExposureOf(path);
    return exposure === null ? success(undefined) : failure({ code: 'folder-exposed', path, cure: exposure });
  } catch (error) {
    return failure(folderFailure(path, error));
  }
}

/** What an error of the file system means for the folder. Throws any other error on. */
export function folderFailure(path: string, error: unknown): FolderFailure {
  if (!(error instanceof Error && 'code' in error && typeof error.code === 'string')) throw error;
  const [code = error.code, cure = 'name another folder'] = FAILURES[error.code] ?? [];
  return { code, path, cure };
}

/**
 * Makes one folder after the other. Node's own `recursive` never returns where the kernel answers ENOENT although the
 * parent folder exists (/proc, Node 24.21).
 */
function makeFolder(path: string): void {
  if (isFolder(path)) return;
  const above = dirname(path);
  if (above !== path) makeFolder(above);
  try {
    mkdirSync(path, { mode: 0o700 });
  } catch (error) {
    // Another process may have made it meanwhile.
    if (!isFolder(path)) throw error;
  }
}

function isFolder(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false;
}
