import { failure, success, type Result } from '../../domain/result.ts';

/** A SIP or SIPS URI (RFC 3261 §19.1) as it was written. Escapes are kept, so that nothing is ever unescaped twice. */
export interface SipUri {
  readonly scheme: 'sip' | 'sips';
  /** Null when there is none, as in a registrar's Request-URI. */
  readonly user: string | null;
  readonly password: string | null;
  /** Lower case; an IPv6 address with its brackets. */
  readonly host: string;
  readonly port: number | null;
  /** Names in lower case. */
  readonly parameters: ReadonlyMap<string, string | null>;
  /** What follows `?`, never acted on (RFC 3261 §19.1.5). */
  readonly headers: string | null;
}

export type SipUriFailure = 'malformed' | 'unsupported-scheme';

const SCHEME = /^([A-Za-z][A-Za-z0-9+.-]*):(.+)$/s;
/** RFC 3261 §25.1: unreserved, escaped and user-unreserved. */
const USER = /^(?:[A-Za-z0-9\-_.!~*'()&=+$,;?/]|%[0-9A-Fa-f]{2})+$/;
const PASSWORD = /^(?:[A-Za-z0-9\-_.!~*'()&=+$,]|%[0-9A-Fa-f]{2})*$/;
const HOST_PORT = /^(\[[0-9A-Fa-f:.]{2,45}\]|[A-Za-z0-9](?:[A-Za-z0-9.-]{0,253}))(?::([0-9]{1,5}))?(?=[;?]|$)/;
const URI_PARAMETER =
  /;((?:[A-Za-z0-9\-_.!~*'()[\]/:&+$]|%[0-9A-Fa-f]{2})+)(?:=((?:[A-Za-z0-9\-_.!~*'()[\]/:&+$]|%[0-9A-Fa-f]{2})+))?/y;
const HEADERS = /^\?(?:[A-Za-z0-9\-_.!~*'()[\]/?:+$=&]|%[0-9A-Fa-f]{2})+$/;

/** True for any text of the form `scheme:rest` without white space, quotes and angle brackets. */
export function isAbsoluteUri(text: string): boolean {
  return /^[A-Za-z][A-Za-z0-9+.-]*:[^\s"<>]+$/.test(text);
}

export function parseSipUri(text: string): Result<SipUri, SipUriFailure> {
  const [, scheme, rest] = SCHEME.exec(text) ?? [];
  if (scheme === undefined || rest === undefined || !isAbsoluteUri(text)) return failure('malformed');
  const lower = scheme.toLowerCase();
  if (lower !== 'sip' && lower !== 'sips') return failure('unsupported-scheme');
  const userInfo = splitUserInfo(rest);
  if (userInfo === null) return failure('malformed');
  const hostPart = parseHostPart(userInfo.hostPart);
  if (hostPart === null) return failure('malformed');
  return success({ scheme: lower, user: userInfo.user, password: userInfo.password, ...hostPart });
}

function splitUserInfo(rest: string): { user: string | null; password: string | null; hostPart: string } | null {
  const at = rest.indexOf('@');
  if (at < 0) return { user: null, password: null, hostPart: rest };
  const [user, password, surplus] = rest.slice(0, at).split(':');
  if (user === undefined || !USER.test(user) || surplus !== undefined) return null;
  if (!PASSWORD.test(password ?? '')) return null;
  return { user, password: password ?? null, hostPart: rest.slice(at + 1) };
}

function parseHostPart(text: string): Pick<SipUri, 'host' | 'port' | 'parameters' | 'headers'> | null {
  const [hostPort, host, digits] = HOST_PORT.exec(text) ?? [];
  if (hostPort === undefined || host === undefined) return null;
  const port = digits === undefined ? null : Number(digits);
  if (port !== null && (port < 1 || port > 65_535)) return null;
  const rest = parseUriParameters(text.slice(hostPort.length));
  return rest === null ? null : { host: host.toLowerCase(), port, ...rest };
}

function parseUriParameters(text: string): Pick<SipUri, 'parameters' | 'headers'> | null {
  const parameters = new Map<string, string | null>();
  let at = 0;
  while (text[at] === ';') {
    URI_PARAMETER.lastIndex = at;
    const [, name, value] = URI_PARAMETER.exec(text) ?? [];
    if (name === undefined) return null;
    if (!parameters.has(name.toLowerCase())) parameters.set(name.toLowerCase(), value ?? null);
    at = URI_PARAMETER.lastIndex;
  }
  const headers = text.slice(at);
  if (headers === '') return { parameters, headers: null };
  return HEADERS.test(headers) ? { parameters, headers: headers.slice(1) } : null;
}
