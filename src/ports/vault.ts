import type { Result } from '../domain/result.ts';

export type VaultFailure =
  | { readonly code: 'key-unreadable'; readonly path: string; readonly cure: string }
  | { readonly code: 'key-malformed'; readonly path: string; readonly cure: string };

/** Keeps the keys. Bytes never become strings outside `crypto/` and `store/`. */
export interface Vault {
  /** 32 random bytes that encrypt the store; made at first start, the same ever after. */
  storeKey(): Result<Uint8Array, VaultFailure>;
}
