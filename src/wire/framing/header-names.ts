/** Compact forms of RFC 3261 §7.3.3 and of the extensions registered with IANA, to the long name in lower case. */
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

/** The one key of a header's name: lower case, compact form spelt out (RFC 3261 §7.3.1, §7.3.3). */
export function headerKey(name: string): string {
  const lower = name.toLowerCase();
  // Own keys only: a header may be called "constructor".
  return lower.length === 1 && Object.hasOwn(COMPACT_FORMS, lower) ? (COMPACT_FORMS[lower] ?? lower) : lower;
}
