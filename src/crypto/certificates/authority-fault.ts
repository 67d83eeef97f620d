import { X509Certificate } from 'node:crypto';

const CERTIFICATE = /-----BEGIN CERTIFICATE-----[A-Za-z0-9+/=\s]*-----END CERTIFICATE-----/g;
const DAY_MS = 24 * 3_600_000;

/**
 * Why the PEM text cannot be what a handset trusts, with the cure; null when it can. Each of its certificates must be
 * one of a CA.
 * @param nowMs epoch; null where the clock is not to be relied on, and the certificates' time is not judged.
 */
export function authorityFault(pem: string, nowMs: number | null): string | null {
  if (pem.includes('PRIVATE KEY-----')) {
    return 'holds a private key, which must stay with its owner; give the certificate alone';
  }
  const certificates = pem.match(CERTIFICATE) ?? [];
  if (certificates.length === 0) return 'holds no PEM certificate; name the file of the CA that signed the server';
  const faults = certificates.flatMap((one) => certificateFault(one, nowMs) ?? []);
  return faults[0] ?? null;
}

/** When the first of the certificates ends, in whole days; null when one of them cannot be read. */
export function authorityDaysLeft(pem: string, nowMs: number): number | null {
  const ends = (pem.match(CERTIFICATE) ?? []).map((one) => parsed(one)?.validToDate.getTime() ?? Number.NaN);
  const days = Math.floor((Math.min(...ends) - nowMs) / DAY_MS);
  return Number.isFinite(days) ? days : null;
}

function certificateFault(pem: string, nowMs: number | null): string | null {
  const certificate = parsed(pem);
  if (certificate === null) return 'holds a certificate that cannot be read; copy the file anew';
  const name = certificate.subject.replaceAll('\n', ', ');
  if (!certificate.ca)
    return `holds the certificate of "${name}", which is no CA; name the file of the CA that signed it`;
  if (certificate.checkIssued(certificate) && !certificate.verify(certificate.publicKey)) {
    return `holds a certificate of "${name}" that was altered; copy the file anew`;
  }
  if (nowMs === null) return null;
  if (certificate.validToDate.getTime() <= nowMs) {
    return `holds a certificate of "${name}" that ended on ${day(certificate.validToDate)}; give the one that took its place`;
  }
  return certificate.validFromDate.getTime() > nowMs
    ? `holds a certificate of "${name}" that begins on ${day(certificate.validFromDate)}; is the clock of this computer right?`
    : null;
}

function parsed(pem: string): X509Certificate | null {
  try {
    return new X509Certificate(pem);
  } catch {
    return null;
  }
}

const day = (date: Date): string => date.toISOString().slice(0, 10);
