import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { failure, success, type Result } from '../../domain/result.ts';
import type { Random } from '../../ports/system/random.ts';
import type { VaultFailure } from '../../ports/system/vault.ts';
import type { SealKeys } from './aes-gcm-sealer.ts';
import { ensurePrivateFolder, errorCodeOf } from './atomic-file.ts';
import { loadGivenKey, loadOrMakeKey } from './key-file.ts';

const KEY_FILE = /^seal-(\d{3})\.key$/;
const MAX_ID = 255;

/**
 * The relay's seal keys: files `seal-001.key` … `seal-255.key` in a folder outside the database. The key with the
 * highest number seals; all of them open. The first one is made at the first start, further ones by the operator
 * (docs/relay.md).
 */
export function loadSealKeys(
  folder: string,
  random: Random,
  database: string | null = null,
): Result<SealKeys, VaultFailure> {
  const ids = idsIn(folder);
  if (!ids.ok) return ids;
  return loadIds(folder, ids.value.length === 0 ? [1] : ids.value, { random, database });
}

/** Seal keys that come from outside, by the same names; none is ever made. */
export function loadGivenSealKeys(folder: string): Result<SealKeys, VaultFailure> {
  const ids = idsIn(folder);
  if (!ids.ok) return ids;
  const keys = new Map<number, Uint8Array>();
  for (const id of ids.value.length === 0 ? [1] : ids.value) {
    const key = loadGivenKey(pathOf(folder, id));
    if (!key.ok) return key;
    keys.set(id, key.value);
  }
  return success({ current: Math.max(...keys.keys()), keys });
}

const pathOf = (folder: string, id: number): string => join(folder, `seal-${String(id).padStart(3, '0')}.key`);

/** The ids of the key files in the folder, ascending. */
function idsIn(folder: string): Result<readonly number[], VaultFailure> {
  try {
    ensurePrivateFolder(folder);
    const ids = readdirSync(folder).map((name) => Number(KEY_FILE.exec(name)?.[1] ?? 0));
    return success(ids.filter((id) => id >= 1 && id <= MAX_ID).sort((left, right) => left - right));
  } catch (error) {
    if (errorCodeOf(error) === null) throw error;
    return failure({
      code: 'key-unreadable',
      path: folder,
      cure: 'make the folder readable and writable for this user',
    });
  }
}

function loadIds(
  folder: string,
  ids: readonly number[],
  { random, database }: { readonly random: Random; readonly database: string | null },
): Result<SealKeys, VaultFailure> {
  const keys = new Map<number, Uint8Array>();
  for (const id of ids) {
    const key = loadOrMakeKey(pathOf(folder, id), random, database);
    if (!key.ok) return key;
    keys.set(id, key.value);
  }
  return success({ current: Math.max(...ids), keys });
}
