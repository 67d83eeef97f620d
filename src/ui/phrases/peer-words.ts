import type { PeerAddress } from '../../domain/peer-address.ts';
import { graphemes } from '../../domain/text/graphemes.ts';

/** A peer's address as a person reads it, without the scheme: `bruno@relay.example`. */
export function plainAddress(peer: PeerAddress): string {
  return peer.replace(/^sips?:/, '');
}

const SIGN = '@';

/** One or two letters for the round picture, of first and last name; `@` for a peer without a name. */
export function initials(name: string | null): string {
  const words = (name ?? '').split(/\s+/u).filter((word) => /^[\p{L}\p{N}]/u.test(word));
  const first = words[0];
  const last = words.at(-1);
  if (first === undefined || last === undefined) return SIGN;
  const letters = words.length === 1 ? firstLetter(first) : firstLetter(first) + firstLetter(last);
  return letters.toLocaleUpperCase('en');
}

function firstLetter(word: string): string {
  return graphemes(word)[0] ?? '';
}
