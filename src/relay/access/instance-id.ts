import { shortKey } from '../bounds/short-key.ts';
import { parseContacts, type NameAddr } from '../../wire/grammar/name-addr.ts';
import { writtenInstance } from '../../wire/message/relay-notice.ts';

/** What a client that names no instance is known by: there is nothing to tell two such clients apart. */
export const NO_INSTANCE = '';

/** A longer identity is kept as a hash, so that nobody fills the store with what no device is called. */
const MOST_CHARACTERS = 255;

/** The identity of a device in the form in which it is kept. */
export function instanceOf(contact: NameAddr): string {
  const instance = writtenInstance(contact);
  return instance.length <= MOST_CHARACTERS ? instance : `long:${shortKey(instance)}`;
}

/** The first instance that a request's contacts name; null when they name none. */
export function instanceIn(contacts: readonly string[]): string | null {
  const parsed = parseContacts(contacts)?.contacts ?? [];
  return parsed.map(instanceOf).find((instance) => instance !== NO_INSTANCE) ?? null;
}
