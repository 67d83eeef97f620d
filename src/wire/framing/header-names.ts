/** Long names, in lower case, of the compact forms in RFC 3261 §7.3.3 and in the extensions registered with IANA. */
const COMPACT_FORMS: Readonly<Record<string, string>> = {
  a: 'accept-contact',
  b: 'referred-by',
  c: 'content-type',
  d: 'request-disposition',
  e: 'content-encoding',
  f: 'from',
  i: 'call-id',
  j: 'reject-contact',
  k: 'supported',
  l: 'content-length',
  m: 'contact',
  n: 'identity-info',
  o: 'event',
  r: 'refer-to',
  s: 'subject',
  t: 'to',
  u: 'allow-events',
  v: 'via',
  x: 'session-expires',
  y: 'identity',
};

/** The key by which header names are compared: lower case, compact form spelt out (RFC 3261 §7.3.1, §7.3.3). */
export function headerKey(name: string): string {
  const lower = name.toLowerCase();
  // Looks at own properties only, because a header may be called "constructor".
  return lower.length === 1 && Object.hasOwn(COMPACT_FORMS, lower) ? (COMPACT_FORMS[lower] ?? lower) : lower;
}
