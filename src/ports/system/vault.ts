import type { Result } from '../../domain/result.ts';

/** Why a key cannot be had. `path` and `cure` are for the operator, and reveal nothing of the key. */
export interface VaultFailure {
  /**
   * 'key-missing': what the key opens is there, and the key is not. 'key-exposed': others than the owner of the file
   * may read or write it. 'key-malformed': wrong size, or only zeros.
   */
  readonly code: 'key-missing' | 'key-unreadable' | 'key-exposed' | 'key-malformed';
  readonly path: string;
  readonly cure: string;
}

/** Keeps the keys. Bytes never become strings outside `crypto/` and `store/`. */
export interface Vault {
  /** The 32 random bytes that encrypt the store: made at the first start, and the same ever after. */
  storeKey(): Result<Uint8Array, VaultFailure>;
}
