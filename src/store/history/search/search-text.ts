import type { PeerAddress } from '../../../domain/peer-address.ts';

/**
 * The form in which texts, names and addresses are compared with a filter: composed (NFC) and lower case. NUL becomes a
 * space, because the full-text index ends a text at NUL.
 */
export function searchText(text: string): string {
  return text.normalize('NFC').toLowerCase().replaceAll('\0', ' ');
}

/** An address in search form, without the scheme: `user@domain`. */
export function searchAddress(address: PeerAddress): string {
  return searchText(address.slice(address.indexOf(':') + 1));
}

/**
 * Whether a filter in search form finds an address. A filter without `@` is looked for in the user part, one with `@`
 * in `user@domain`. So the domain alone, which almost all addresses share, finds nobody; `@domain` finds its users.
 */
export function addressMatches(address: PeerAddress, filter: string): boolean {
  const text = searchAddress(address);
  const at = text.indexOf(filter);
  return at >= 0 && at <= text.indexOf('@');
}

/**
 * All pairs of neighbouring characters in a text, and its last character alone: filters of one and two characters look
 * for these.
 */
export function pairsOf(text: string): ReadonlySet<string> {
  const characters = Array.from(text);
  return new Set(characters.map((character, index) => character + (characters[index + 1] ?? '')));
}
