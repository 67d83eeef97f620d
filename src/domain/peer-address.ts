import type { Brand } from './brand.ts';
import { formatIpv6, IPV6_BYTES, parseIpAddress } from './ip-address.ts';
import { failure, success, type Result } from './result.ts';

/**
 * The one identity of a peer: `sip:user@domain`, normalised by `parsePeerAddress` so that domain case, escapes, port,
 * transport, gruu and other URI parameters never split a thread. Two spellings of one address give the same string.
 */
export type PeerAddress = Brand<string, 'PeerAddress'>;

/**
 * Why a text is not a peer's address. 'telephone-number' means a `tel:` URI: only the relay could say which user it
 * belongs to.
 */
export type PeerAddressFailure =
  | 'empty'
  | 'too-long'
  | 'control-character'
  | 'malformed'
  | 'telephone-number'
  | 'unsupported-scheme'
  | 'bad-user'
  | 'bad-domain';

/** Longer input is refused unread, in UTF-16 units; the same as the framer's limit for a header line. */
const MAX_ADDRESS_INPUT_CHARACTERS = 4_096;
/** Greatest length of a normalised address. */
const MAX_ADDRESS_CHARACTERS = 320;

/**
 * Reads `user@domain`, a SIP or SIPS URI (RFC 3261 §19.1), or a name-addr (§20.10) with parameters after it. `sips`
 * becomes `sip`: the handset uses TLS to its relay in any case, so the scheme says nothing about who the peer is.
 */
export function parsePeerAddress(text: string): Result<PeerAddress, PeerAddressFailure> {
  if (text.length > MAX_ADDRESS_INPUT_CHARACTERS) return failure('too-long');
  // Checked on the whole input, display name and parameters included: a line break must never reach a header.
  if (hasControl(text) || !text.isWellFormed()) return failure('control-character');
  const uri = uriInside(text.trim());
  if (uri === null) return failure('malformed');
  if (uri === '') return failure('empty');
  const scheme = splitScheme(uri);
  if (!scheme.ok) return scheme;
  return normalise(scheme.value);
}

/** The user part as the URI spells it (escaped, so ASCII only and safe to show). */
export function peerUser(address: PeerAddress): string {
  return address.slice('sip:'.length, address.indexOf('@'));
}

/** The domain part, lower case; an IPv6 address keeps its brackets. */
export function peerDomain(address: PeerAddress): string {
  return address.slice(address.indexOf('@') + 1);
}

const CONTROL = /\p{Cc}/u;

function hasControl(text: string): boolean {
  return CONTROL.test(text);
}

const ADDR_SPEC = /^[^<>"\s]*$/u;
const QUOTED_NAME = /"(?:[^"\\]|\\.)*"\s*/uy;
const BARE_NAME = /[^"<>]*/uy;
const PARAMETERS = /^\s*;[^<>]*$/u;

/**
 * The URI in a display name, quoted or not, then `<URI>`, then parameters. The sender chooses the display name freely,
 * so it is ignored. Read part by part, because one expression for all of it would try every way to share the blanks
 * between the name and the `<`.
 */
function uriInside(text: string): string | null {
  if (ADDR_SPEC.test(text)) return text;
  const name = text.startsWith('"') ? QUOTED_NAME : BARE_NAME;
  name.lastIndex = 0;
  const open = name.exec(text)?.[0].length ?? -1;
  const close = text.indexOf('>', open);
  if (text[open] !== '<' || close < 0) return null;
  const uri = text.slice(open + 1, close);
  const rest = text.slice(close + 1);
  return ADDR_SPEC.test(uri) && (rest.trim() === '' || PARAMETERS.test(rest)) ? uri : null;
}

const SCHEME = /^([a-z][a-z0-9+.-]*):/i;

function splitScheme(uri: string): Result<string, PeerAddressFailure> {
  const scheme = SCHEME.exec(uri)?.[1];
  // `bob@relay:5061` has no scheme: the part before its colon contains an @ and so does not match.
  if (scheme === undefined) return success(uri);
  switch (scheme.toLowerCase()) {
    case 'sip':
    case 'sips':
      return success(uri.slice(scheme.length + 1));
    case 'tel':
      return failure('telephone-number');
    default:
      return failure('unsupported-scheme');
  }
}

function normalise(rest: string): Result<PeerAddress, PeerAddressFailure> {
  // An unescaped @ may occur only once (RFC 3261 §25.1); with a second one in a parameter another host would be read.
  const [rawUser, hostAndMore, surplus] = rest.split('@');
  if (rawUser === undefined || hostAndMore === undefined || surplus !== undefined) return failure('malformed');
  const user = normaliseUser(rawUser);
  if (user === null) return failure('bad-user');
  const domain = normaliseHost(hostAndMore);
  if (domain === null) return failure('bad-domain');
  const address = `sip:${user}@${domain}`;
  return address.length > MAX_ADDRESS_CHARACTERS ? failure('too-long') : success(address as PeerAddress);
}

/**
 * Every character except unreserved and user-unreserved ones (RFC 3261 §25.1), which a user part may hold unescaped.
 */
const NOT_USER_CHARACTER = /[^A-Za-z0-9\-_.!~*'()&=+$,;?/]/gu;

/**
 * Unescapes once, then escapes again where needed. Keeps upper and lower case: RFC 3261 §19.1.4 compares user parts
 * case-sensitively.
 */
function normaliseUser(raw: string): string | null {
  // A colon would start a password (§19.1.1), which does not belong to an identity and must not be kept.
  if (raw === '' || raw.includes(':')) return null;
  const user = unescapeUser(raw);
  if (user === null || hasControl(user)) return null;
  return user.replace(NOT_USER_CHARACTER, encodeURIComponent);
}

function unescapeUser(raw: string): string | null {
  try {
    return decodeURIComponent(raw);
  } catch {
    // A stray % or escapes that are not UTF-8: refused rather than guessed.
    return null;
  }
}

const HOST_AND_MORE = /^(\[[0-9a-fA-F:.]+\]|[A-Za-z0-9.-]+)(?::([0-9]{1,5}))?(?:[;?].*)?$/u;

function normaliseHost(text: string): string | null {
  const match = HOST_AND_MORE.exec(text);
  const host = match?.[1];
  if (host === undefined || !isPort(match?.[2])) return null;
  return host.startsWith('[') ? normaliseIpv6(host) : normaliseName(host);
}

function isPort(digits: string | undefined): boolean {
  if (digits === undefined) return true;
  const port = Number(digits);
  return port >= 1 && port <= 65_535;
}

function normaliseIpv6(bracketed: string): string | null {
  const bytes = parseIpAddress(bracketed.slice(1, -1));
  // Always the short form, so that `[::1]` and `[0:0:0:0:0:0:0:1]` are the same peer.
  return bytes?.length === IPV6_BYTES ? `[${formatIpv6(bytes)}]` : null;
}

const LABEL = /^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/;

function normaliseName(name: string): string | null {
  const domain = name.toLowerCase().replace(/\.$/, '');
  if (domain.length > 253) return null;
  return domain.split('.').every((label) => LABEL.test(label)) ? domain : null;
}
