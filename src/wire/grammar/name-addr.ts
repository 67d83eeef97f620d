import { isAbsoluteUri } from './sip-uri.ts';
import { Scanner } from './scanner.ts';
import { readParameters, SIP_PARAMETERS, splitList, type Parameters } from './syntax.ts';

/** The value of From, To, Contact or Route (RFC 3261 §20.10): a URI, and the header's own parameters. */
export interface NameAddr {
  /** What the sender calls itself, unescaped. It proves nothing. */
  readonly displayName: string | null;
  /** As written; any scheme. */
  readonly uri: string;
  /** Parameters of the header, not of the URI; names in lower case. */
  readonly parameters: Parameters;
}

/**
 * Words of token characters, and characters beyond ASCII, which the grammar wants quoted but peers send bare. A comma
 * is an error (RFC 4475 §3.1.2.14), and so is anything else that could be read as another address.
 */
const WORDS = /[A-Za-z0-9\-.!%*_+`'~ \t\u0080-\uffff]*/y;
const BRACKETED_URI = /[^>]*/y;
/** Without <>, a comma, question mark or semicolon belongs to the header, never to the URI (§20.10). */
const BARE_URI = /[^\s"<>;,?]+/y;

/** Null when it is malformed. */
export function parseNameAddr(value: string): NameAddr | null {
  return readBracketed(new Scanner(value)) ?? readBare(new Scanner(value));
}

function readBracketed(scanner: Scanner): NameAddr | null {
  scanner.blanks();
  const name = scanner.quoted() ?? scanner.run(WORDS)?.trim() ?? '';
  scanner.blanks();
  if (!scanner.take('<')) return null;
  const uri = scanner.run(BRACKETED_URI) ?? '';
  return scanner.take('>') ? assemble(name === '' ? null : name, uri, scanner) : null;
}

function readBare(scanner: Scanner): NameAddr | null {
  const uri = scanner.run(BARE_URI);
  return uri === null ? null : assemble(null, uri, scanner);
}

/** All contacts of all Contact headers. A single `*` gives an empty list and `wildcard`. Null when one is malformed. */
export function parseContacts(
  values: readonly string[],
): { readonly wildcard: boolean; readonly contacts: readonly NameAddr[] } | null {
  const elements = values.flatMap(splitList);
  if (elements.length === 1 && elements[0] === '*') return { wildcard: true, contacts: [] };
  const contacts: NameAddr[] = [];
  for (const element of elements) {
    const contact = parseNameAddr(element);
    if (contact === null) return null;
    contacts.push(contact);
  }
  return { wildcard: false, contacts };
}

function assemble(displayName: string | null, uri: string, scanner: Scanner): NameAddr | null {
  const parameters = readParameters(scanner, SIP_PARAMETERS);
  return parameters === null || !isAbsoluteUri(uri) ? null : { displayName, uri, parameters };
}
