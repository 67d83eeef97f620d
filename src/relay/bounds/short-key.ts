import { createHash } from 'node:crypto';

/**
 * A key of fixed length for what a client wrote, however long it is. A table of ten thousand such keys takes a
 * megabyte; of the texts themselves it could take a hundred, as a header may have 4 KiB, and a part of it keeps all of
 * it alive.
 */
export function shortKey(...parts: readonly string[]): string {
  const hash = createHash('sha256');
  // The length in front of each keeps ("a", "bc") apart from ("ab", "c").
  for (const part of parts) hash.update(`${part.length}:${part}`);
  return hash.digest('base64url');
}
