import type { Result } from '../domain/result.ts';

/** Why a key cannot be had. `path` and `cure` are for the operator; they tell nothing of the key. */
export interface VaultFailure {
  /** 'key-exposed': others than the owner may read or write the file. 'key-malformed': wrong size, or zeros. */
  readonly code: 'key-unreadable' | 'key-exposed' | 'key-malformed';
  readonly path: string;
  readonly cure: string;
}

/** Keeps the keys. Bytes never become strings outside `crypto/` and `store/`. */
export interface Vault {
  /** 32 random bytes that encrypt the store; made at first start, the same ever after. */
  storeKey(): Result<Uint8Array, VaultFailure>;
}
