import type { Result } from '../../domain/result.ts';

/**
 * 'tampered': the bytes or the context are not what was sealed. 'unknown-key': sealed under a key that is no longer
 * here, so nothing is known about the bytes.
 */
export type SealFailure = 'tampered' | 'unknown-key';

/** Seals bytes: without the key they tell nothing but their length, and no change to them goes unnoticed. */
export interface Sealer {
  /**
   * Two calls never give the same bytes. The result does not contain `context`, but opening needs the same one: name in
   * it what the bytes belong to (row, sender, recipient), so that they cannot be moved elsewhere. `plain` may be empty.
   */
  seal(plain: Uint8Array, context: string): Uint8Array;
  /**
   * The plain bytes, in a buffer of their own. Also opens what was sealed under an older key, as long as that key is
   * kept.
   */
  open(sealed: Uint8Array, context: string): Result<Uint8Array, SealFailure>;
}
