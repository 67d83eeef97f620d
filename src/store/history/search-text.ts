import type { PeerAddress } from '../../domain/peer-address.ts';

/**
 * The form in which texts, names and addresses are compared when the owner filters: composed (NFC), lower case. NUL
 * becomes a space, because the full-text index ends a text at NUL.
 */
export function searchText(text: string): string {
  return text.normalize('NFC').toLowerCase().replaceAll('\0', ' ');
}

/** An address in search form, as a person reads it: `user@domain`. */
export function searchAddress(address: PeerAddress): string {
  return searchText(address.slice(address.indexOf(':') + 1));
}

/**
 * Whether a filter in search form finds an address: in its user part, or up to the `@` and beyond it. The domain alone,
 * which almost all share, finds nobody; `@domain` finds who is there.
 */
export function addressMatches(address: PeerAddress, filter: string): boolean {
  const text = searchAddress(address);
  const at = text.indexOf(filter);
  return at >= 0 && at <= text.indexOf('@');
}

/**
 * The pairs of characters in a text, and its last character alone: what the filters of one and two characters look for.
 */
export function pairsOf(text: string): ReadonlySet<string> {
  const characters = Array.from(text);
  return new Set(characters.map((character, index) => character + (characters[index + 1] ?? '')));
}
