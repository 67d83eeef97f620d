import { unquote } from '../grammar/scanner.ts';

const AUTH_SCHEME = /^([A-Za-z0-9\-.!%*_+`'~]+)[ \t]+/;
const AUTH_PARAM = /[ \t]*([A-Za-z0-9\-.!%*_+`'~]+)[ \t]*=[ \t]*("(?:[^"\\]|\\.)*"|[^\s",]+)[ \t]*(?:,|$)/y;

/**
 * The parameters of a `Digest` challenge or of `Digest` credentials (RFC 7616 §3.3, §3.4), names in lower case, values
 * unquoted. Null for another scheme, for anything malformed, and for a parameter that is given twice, because nobody
 * can tell which of the two was meant.
 */
export function parseDigestParams(headerValue: string): ReadonlyMap<string, string> | null {
  const [prefix, scheme] = AUTH_SCHEME.exec(headerValue) ?? [];
  if (prefix === undefined || scheme?.toLowerCase() !== 'digest') return null;
  const params = new Map<string, string>();
  AUTH_PARAM.lastIndex = prefix.length;
  while (AUTH_PARAM.lastIndex < headerValue.length) {
    const [, name, value] = AUTH_PARAM.exec(headerValue) ?? [];
    if (name === undefined || value === undefined || params.has(name.toLowerCase())) return null;
    params.set(name.toLowerCase(), unquote(value));
  }
  return params;
}
