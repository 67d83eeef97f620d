import { success, type Result } from '../../src/domain/result.ts';
import type { Random } from '../../src/ports/system/random.ts';
import type { Vault, VaultFailure } from '../../src/ports/system/vault.ts';
import { KEY_BYTES } from '../../src/crypto/keys/key-file.ts';

/** A key that is lost with the process, for tests and for a store that must not outlive it. */
export class MemoryVault implements Vault {
  private readonly key: Uint8Array;

  constructor(random: Random) {
    this.key = random.bytes(KEY_BYTES);
  }

  storeKey(): Result<Uint8Array, VaultFailure> {
    return success(Uint8Array.from(this.key));
  }
}
