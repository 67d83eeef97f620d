import type { Result } from '../domain/result.ts';

/**
 * 'tampered': some byte, or the context, is not what was sealed. 'unknown-key': sealed under a key that is no longer here, so nothing
 * can be said about the bytes.
 */
export type SealFailure = 'tampered' | 'unknown-key';

/** Makes bytes that say nothing but their length without the key, and that cannot be changed unnoticed. */
export interface Sealer {
  /**
   * Two calls never give the same bytes. `context` is not kept in the result but must be the same on opening: name in it what the
   * bytes belong to (row, sender, recipient), so that they cannot be moved elsewhere. `plain` may be empty.
   */
  seal(plain: Uint8Array, context: string): Uint8Array;
  /** The plain bytes, in memory of their own. Opens what was sealed under an older key too, as long as that key is kept. */
  open(sealed: Uint8Array, context: string): Result<Uint8Array, SealFailure>;
}
