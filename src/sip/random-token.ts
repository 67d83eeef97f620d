import type { Random } from '../ports/system/random.ts';

/** A token (RFC 3261 §25.1) that nobody can guess; 4 characters for every 3 bytes. */
export function randomToken(random: Random, byteCount: number): string {
  return Buffer.from(random.bytes(byteCount)).toString('base64url');
}
