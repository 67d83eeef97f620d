import { isAbsoluteUri } from './sip-uri.ts';
import { parseParameters, splitList, unquote, type Parameters } from './syntax.ts';

/** The value of From, To, Contact or Route (RFC 3261 §20.10): a URI, and the header's own parameters. */
export interface NameAddr {
  /** What the sender calls itself, unescaped. It proves nothing. */
  readonly displayName: string | null;
  /** As written; any scheme. */
  readonly uri: string;
  /** Parameters of the header, not of the URI; names in lower case. */
  readonly parameters: Parameters;
}

/** A quoted name, or words of token characters. An unquoted comma is an error (RFC 4475 §3.1.2.14). */
const QUOTED_NAME = /^"(?:[^"\\]|\\.)*"[ \t]*$/su;
const PLAIN_NAME = /^[A-Za-z0-9\-.!%*_+`'~ \t]*$/;
const ADDR_SPEC = /^([^\s"<>;,?]+)[ \t]*((?:;.*)?)$/s;

/** Null when it is malformed. */
export function parseNameAddr(value: string): NameAddr | null {
  const open = openingBracket(value);
  if (open >= 0) return parseBracketed(value, open);
  // Without <>, a comma, question mark or semicolon belongs to the header, never to the URI (§20.10).
  const [, uri, rest = ''] = ADDR_SPEC.exec(value) ?? [];
  return uri === undefined ? null : assemble(null, uri, rest);
}

function parseBracketed(value: string, open: number): NameAddr | null {
  const name = value.slice(0, open);
  const close = value.indexOf('>', open);
  if (close < 0 || !(PLAIN_NAME.test(name) || QUOTED_NAME.test(name))) return null;
  const displayName = name.trim() === '' ? null : unquote(name.trim());
  return assemble(displayName, value.slice(open + 1, close), value.slice(close + 1));
}

/** The first < that is not inside a quoted name; -1 when there is none. */
function openingBracket(value: string): number {
  let at = 0;
  if (value.startsWith('"')) {
    for (at = 1; at < value.length && value[at] !== '"'; at += 1) if (value[at] === '\\') at += 1;
  }
  const open = value.indexOf('<', at);
  // In `sip:a@b;note="<"` the bracket is in a parameter.
  const semicolon = value.indexOf(';', at);
  return semicolon >= 0 && semicolon < open ? -1 : open;
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

function assemble(displayName: string | null, uri: string, rest: string): NameAddr | null {
  const parameters = parseParameters(rest);
  return parameters === null || !isAbsoluteUri(uri) ? null : { displayName, uri, parameters };
}
