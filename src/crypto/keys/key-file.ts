import { statSync } from 'node:fs';
import { dirname } from 'node:path';
import { failure, success, type Result } from '../../domain/result.ts';
import type { Random } from '../../ports/system/random.ts';
import type { VaultFailure } from '../../ports/system/vault.ts';
import { createFile, ensurePrivateFolder, errorCodeOf, PRIVATE_FILE } from './atomic-file.ts';
import { readPrivateFile } from './private-file.ts';

export const KEY_BYTES = 32;
/**
 * Rights that nobody may have on a key that the service manager gives: it lets its one user read by an access list,
 * which looks like a right of the group.
 */
const GIVEN = 0o037;

const CURES: Readonly<Record<VaultFailure['code'], string>> = {
  'key-missing': 'put the key file back; without it, what it encrypted is lost: to begin anew, move the database away',
  'key-unreadable': 'make the file readable for this user and its folder writable; nothing was changed',
  'key-exposed': 'others could read this key: if nobody did, take their rights away with chown and chmod 600',
  'key-malformed': `put back the right file of ${KEY_BYTES} bytes from a backup; without it, what it encrypted is lost`,
};

/**
 * Reads the 32 bytes of the key. When there is no file, and no database that it would open, it first makes one with
 * random bytes. The caller wipes the key
 * after use.
 */
export function loadOrMakeKey(path: string, random: Random, database: string | null): Result<Uint8Array, VaultFailure> {
  const found = loadKey(path);
  if (found !== null) return found;
  if (isInUse(database)) return failure(keyFailure('key-missing', path));
  const fresh = random.bytes(KEY_BYTES);
  try {
    ensurePrivateFolder(dirname(path));
    createFile(path, fresh, PRIVATE_FILE);
  } catch (error) {
    if (errorCodeOf(error) === null) throw error;
    return failure(keyFailure('key-unreadable', path));
  } finally {
    fresh.fill(0);
  }
  return loadKey(path) ?? failure(keyFailure('key-unreadable', path));
}

/** A key that comes from outside, as a systemd credential does: it is never made. The caller wipes it after use. */
export function loadGivenKey(path: string): Result<Uint8Array, VaultFailure> {
  return loadKey(path, GIVEN) ?? failure(keyFailure('key-missing', path));
}

/** Whether there is a database, or what is left of one. */
export function isInUse(database: string | null): boolean {
  if (database === null) return false;
  return [database, `${database}-wal`].some((path) => (statSync(path, { throwIfNoEntry: false })?.size ?? 0) > 0);
}

/** The key, or null when there is no file. */
function loadKey(path: string, forbidden?: number): Result<Uint8Array, VaultFailure> | null {
  const read = readPrivateFile(path, forbidden);
  if (read.ok) {
    const key = Uint8Array.from(read.value);
    read.value.fill(0);
    const usable = key.length === KEY_BYTES && key.some((byte) => byte !== 0);
    return usable ? success(key) : failure(keyFailure('key-malformed', path));
  }
  if (read.error === 'missing') return null;
  return failure(keyFailure(read.error === 'exposed' ? 'key-exposed' : 'key-unreadable', path));
}

export function keyFailure(code: VaultFailure['code'], path: string): VaultFailure {
  return { code, path, cure: CURES[code] };
}
