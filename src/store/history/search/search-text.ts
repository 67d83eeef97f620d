import type { PeerAddress } from '../../../domain/peer-address.ts';
import { searchFold } from '../../../domain/text/search-fold.ts';

/**
 * The form in which texts, names and addresses are compared with a filter. It has no NUL, at which the full-text index
 * would end a text. When it changes, the stored forms are made anew by a migration.
 */
export function searchText(text: string): string {
  return searchFold(text);
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
