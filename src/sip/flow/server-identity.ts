import type { PeerCertificate } from 'node:tls';

/**
 * 'identity': the certificate belongs to somebody else. 'certificate': it breaks a rule that holds for every
 * certificate. 'revoked': its CA took it, or one above it, back. 'pin': none of the keys that must be in its chain is.
 */
export type SipIdentityFault = 'identity' | 'certificate' | 'revoked' | 'pin';

export class SipIdentityError extends Error {
  readonly kind: SipIdentityFault;

  constructor(kind: SipIdentityFault, message: string) {
    super(message);
    this.name = 'SipIdentityError';
    this.kind = kind;
  }
}

/** serverAuth, id-kp-sipDomain (RFC 5924 §4), anyExtendedKeyUsage. */
const SERVER_PURPOSES = ['1.3.6.1.5.5.7.3.1', '1.3.6.1.5.5.7.3.20', '2.5.29.37.0'];
/** A relay's certificate may not live longer than a handset does: once stolen, it would be good for ever. */
const MAX_VALIDITY_MS = 10 * 366 * 24 * 3_600 * 1_000;

/**
 * Whether a certificate signed by the provisioned CA belongs to the SIP domain (RFC 5922 §7.1-7.2). Its `sip:` URIs
 * without a user part decide; DNS names count only when there is no such URI. The CN, wildcards and suffixes never
 * count. Returns what is wrong, or undefined, as `tls.connect` wants it. OpenSSL has verified the chain before.
 */
export function checkSipIdentity(domain: string, certificate: PeerCertificate): SipIdentityError | undefined {
  if (certificate.ca) return new SipIdentityError('certificate', 'a CA certificate cannot be a server certificate');
  const purposes = certificate.ext_key_usage;
  if (purposes !== undefined && !purposes.some((purpose) => SERVER_PURPOSES.includes(purpose))) {
    return new SipIdentityError('certificate', 'the certificate is not for servers');
  }
  const validityMs = Date.parse(certificate.valid_to) - Date.parse(certificate.valid_from);
  if (!(validityMs <= MAX_VALIDITY_MS))
    return new SipIdentityError('certificate', 'the certificate is valid for more than 10 years');
  if (sipIdentities(certificate.subjectaltname ?? '').includes(domain.toLowerCase())) return undefined;
  return new SipIdentityError('identity', 'the certificate does not name the SIP domain');
}

/** The SIP domains in a subjectAltName, written as OpenSSL prints it; lower case. */
export function sipIdentities(subjectAltName: string): readonly string[] {
  const names = splitAltNames(subjectAltName);
  const uris = names.filter(({ kind }) => kind === 'URI').map(({ value }) => value);
  // A sip: URI with a user part identifies a person and not the domain, so it does not count here.
  const domains = uris.filter((uri) => /^sip:[^@]*$/i.test(uri)).map((uri) => domainOf(uri));
  if (domains.length > 0) return domains;
  return names.filter(({ kind }) => kind === 'DNS').map(({ value }) => value.toLowerCase());
}

function domainOf(uri: string): string {
  return (/^sip:(\[[^\]]*\]|[^;?:]*)/i.exec(uri)?.[1] ?? '').toLowerCase();
}

interface AltName {
  readonly kind: string;
  readonly value: string;
}

/**
 * Entries such as `DNS:a.example, URI:"sip:x,y"`. A value with a comma or quote is printed as a JSON string (Node's
 * answer to CVE-2021-44532).
 */
const ALT_NAME = /([A-Za-z ]+):("(?:[^"\\]|\\.)*"|[^,"]*)(?:, |$)/y;

function splitAltNames(text: string): readonly AltName[] {
  const names: AltName[] = [];
  ALT_NAME.lastIndex = 0;
  while (ALT_NAME.lastIndex < text.length) {
    const [, kind, printed] = ALT_NAME.exec(text) ?? [];
    const value = printed === undefined ? null : readPrinted(printed);
    // A subjectAltName that cannot be read identifies nobody.
    if (kind === undefined || value === null) return [];
    names.push({ kind: kind.trim(), value });
  }
  return names;
}

/** Null when the value is quoted wrongly. An exception here, inside Node's handshake, would end the process. */
function readPrinted(printed: string): string | null {
  if (!printed.startsWith('"')) return printed;
  try {
    return JSON.parse(printed) as string;
  } catch {
    return null;
  }
}
