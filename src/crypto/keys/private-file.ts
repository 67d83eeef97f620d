import { closeSync, fstatSync, openSync, readFileSync } from 'node:fs';
import { failure, success, type Result } from '../../domain/result.ts';
import { errorCodeOf } from './atomic-file.ts';
import { isOfAnother } from './file-owner.ts';

/** 'exposed': another user may read or write the file, or owns it, so it is no longer a secret. */
export type PrivateFileFailure = 'missing' | 'unreadable' | 'exposed';

const OTHERS = 0o077;

/**
 * Reads a file that only its owner may access. Mode and bytes are read through the same descriptor, so the file cannot
 * be exchanged in between.
 */
export function readPrivateFile(path: string, forbidden = OTHERS): Result<Uint8Array, PrivateFileFailure> {
  let file: number;
  try {
    file = openSync(path, 'r');
  } catch (error) {
    return failure(errorCodeOf(error) === 'ENOENT' ? 'missing' : 'unreadable');
  }
  try {
    const status = fstatSync(file);
    if (!status.isFile()) return failure('unreadable');
    if ((status.mode & forbidden) !== 0 || isOfAnother(status.uid)) return failure('exposed');
    return success(readFileSync(file));
  } catch (error) {
    if (errorCodeOf(error) === null) throw error;
    return failure('unreadable');
  } finally {
    closeSync(file);
  }
}
