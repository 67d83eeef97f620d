import type { Result } from '../../domain/result.ts';
import type { Random } from '../../ports/system/random.ts';
import type { Vault, VaultFailure } from '../../ports/system/vault.ts';
import { loadOrMakeKey } from './key-file.ts';

/** Keeps the store's key in a file on the device that only its owner may read. No PIN protects it yet. */
export class FileVault implements Vault {
  readonly #path: string;
  readonly #random: Random;
  readonly #database: string | null;

  /**
   * @param path the key file: on the device, and in no backup of the database.
   * @param database the file that the key opens. While it, or its log, is there, a key that is missing is not made.
   */
  constructor(path: string, random: Random, database: string | null = null) {
    this.#path = path;
    this.#random = random;
    this.#database = database;
  }

  storeKey(): Result<Uint8Array, VaultFailure> {
    return loadOrMakeKey(this.#path, this.#random, this.#database);
  }
}
