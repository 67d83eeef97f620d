import { closeSync, fstatSync, openSync, readFileSync } from 'node:fs';
import { failure, success, type Result } from '../../domain/result.ts';
import { errorCodeOf } from './atomic-file.ts';

/** 'exposed': others than the owner may read or write it, so it is no secret any more. */
export type PrivateFileFailure = 'missing' | 'unreadable' | 'exposed';

const OTHERS = 0o077;

/** Reads a file that must be its owner's alone; mode and bytes come from one descriptor, so nothing changes between. */
export function readPrivateFile(path: string): Result<Uint8Array, PrivateFileFailure> {
  let file: number;
  try {
    file = openSync(path, 'r');
  } catch (error) {
    return failure(errorCodeOf(error) === 'ENOENT' ? 'missing' : 'unreadable');
  }
  try {
    const status = fstatSync(file);
    if (!status.isFile()) return failure('unreadable');
    if ((status.mode & OTHERS) !== 0) return failure('exposed');
    return success(readFileSync(file));
  } catch (error) {
    if (errorCodeOf(error) === null) throw error;
    return failure('unreadable');
  } finally {
    closeSync(file);
  }
}
