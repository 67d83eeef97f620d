import { X509Certificate } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { failure, success, type Result } from '../../domain/result.ts';
import type { Random } from '../../ports/system/random.ts';
import { ensurePrivateFolder, errorCodeOf, PUBLIC_FILE, replaceFile } from '../keys/atomic-file.ts';
import { createAuthority, DAY_MS, issueServerCertificate } from './certificate-authority.ts';
import { alternativeNamesDer, type ServerNames } from './certificate-extensions.ts';
import { readCredentials, writeCredentials, type ReadCredentials } from './credentials-file.ts';

export interface DevelopmentCertificates {
  /** The CA's certificate that peers must trust, as PEM and as a file; both may be given to anybody. */
  readonly authorityPem: string;
  readonly authorityPath: string;
  readonly certificatePem: string;
  readonly privateKeyPem: string;
  /** Private key and certificate in one file, for servers that need a path. */
  readonly credentialsPath: string;
  /** When to call again (wall clock, ms): from then on a certificate is due to be renewed. */
  readonly refreshAtMs: number;
  /** What this call made. After 'authority' every peer needs the new `ca.pem`. */
  readonly made: 'nothing' | 'server' | 'authority';
}

export interface CertificateFailure {
  readonly code: 'missing' | 'unreadable' | 'exposed' | 'broken' | 'not-yet-valid' | 'unwritable';
  readonly path: string;
  readonly cure: string;
}

const AUTHORITY_LIFE_DAYS = 3_650;
const SERVER_LIFE_DAYS = 365;
/** A certificate is renewed when it has less than this left. */
const REFRESH_BEFORE_DAYS = 30;

const AUTHORITY_NAME = 'Handset development CA';

const CURES: Readonly<Record<CertificateFailure['code'], string>> = {
  missing: 'put the file back; it holds the key of the CA that peers trust already',
  unreadable: 'make the file readable for this user',
  exposed: 'others could read this private key: delete the file to have a new one made, or chmod 600 it if nobody did',
  broken: 'delete the file to have a new one made; after a new CA every peer needs the new ca.pem',
  'not-yet-valid': 'set the clock: the CA was made later than now',
  unwritable: 'make the folder writable for this user and check that its disk is not full',
};

const certificateFailure = (code: CertificateFailure['code'], path: string): CertificateFailure => ({
  code,
  path,
  cure: CURES[code],
});

/**
 * A CA and a server certificate for development, in `folder`. They are made at the first start, and renewed before they
 * expire or when the names change. Throws RangeError on a malformed name.
 */
export function ensureDevelopmentCertificates(
  folder: string,
  names: ServerNames,
  nowMs: number,
  random: Random,
): Result<DevelopmentCertificates, CertificateFailure> {
  try {
    ensurePrivateFolder(folder);
    const authority = ensureAuthority(folder, nowMs, random);
    if (!authority.ok) return authority;
    const server = ensureServer(folder, authority.value.credentials, names, { nowMs, random });
    if (!server.ok) return server;
    return success(described(folder, authority.value, server.value));
  } catch (error) {
    if (errorCodeOf(error) === null) throw error;
    return failure(certificateFailure('unwritable', folder));
  }
}

interface Ensured {
  readonly credentials: ReadCredentials;
  readonly made: boolean;
}

interface Circumstances {
  readonly nowMs: number;
  readonly random: Random;
}

function ensureAuthority(folder: string, nowMs: number, random: Random): Result<Ensured, CertificateFailure> {
  const path = join(folder, 'authority.pem');
  const publicPath = publicPathIn(folder);
  const found = readCredentials(path);
  if (!found.ok && found.error !== 'missing') return failure(certificateFailure(found.error, path));
  if (!found.ok && readPublic(publicPath) !== null) return failure(certificateFailure('missing', path));
  if (found.ok && found.value.certificate.validFromDate.getTime() > nowMs) {
    return failure(certificateFailure('not-yet-valid', path));
  }
  if (found.ok && !found.value.certificate.ca) return failure(certificateFailure('broken', path));
  if (found.ok && isFresh(found.value.certificate, nowMs)) {
    if (readPublic(publicPath) !== found.value.certificatePem) {
      replaceFile(publicPath, found.value.certificatePem, PUBLIC_FILE);
    }
    return success({ credentials: found.value, made: false });
  }
  const made = createAuthority(AUTHORITY_NAME, { nowMs, lifeDays: AUTHORITY_LIFE_DAYS }, random);
  writeCredentials(path, made);
  replaceFile(publicPath, made.certificatePem, PUBLIC_FILE);
  return success({ credentials: { ...made, certificate: new X509Certificate(made.certificatePem) }, made: true });
}

function ensureServer(
  folder: string,
  authority: ReadCredentials,
  names: ServerNames,
  { nowMs, random }: Circumstances,
): Result<Ensured, CertificateFailure> {
  const path = join(folder, 'server.pem');
  const found = readCredentials(path);
  if (!found.ok && found.error !== 'missing') return failure(certificateFailure(found.error, path));
  if (found.ok && isServing(found.value.certificate, authority.certificate, names, nowMs)) {
    return success({ credentials: found.value, made: false });
  }
  const made = issueServerCertificate(authority, names, { nowMs, lifeDays: SERVER_LIFE_DAYS }, random);
  writeCredentials(path, made);
  return success({ credentials: { ...made, certificate: new X509Certificate(made.certificatePem) }, made: true });
}

function isServing(
  certificate: X509Certificate,
  authority: X509Certificate,
  names: ServerNames,
  nowMs: number,
): boolean {
  const wanted = alternativeNamesDer(names);
  return (
    isFresh(certificate, nowMs) &&
    certificate.validFromDate.getTime() <= nowMs &&
    certificate.raw.includes(wanted) &&
    certificate.checkIssued(authority) &&
    certificate.verify(authority.publicKey)
  );
}

const refreshTimeOf = (certificate: X509Certificate): number =>
  certificate.validToDate.getTime() - REFRESH_BEFORE_DAYS * DAY_MS;

const isFresh = (certificate: X509Certificate, nowMs: number): boolean => nowMs < refreshTimeOf(certificate);

const publicPathIn = (folder: string): string => join(folder, 'ca.pem');

function readPublic(path: string): string | null {
  try {
    return readFileSync(path, 'latin1');
  } catch (error) {
    if (errorCodeOf(error) === 'ENOENT') return null;
    throw error;
  }
}

function described(folder: string, authority: Ensured, server: Ensured): DevelopmentCertificates {
  return {
    authorityPem: authority.credentials.certificatePem,
    authorityPath: publicPathIn(folder),
    certificatePem: server.credentials.certificatePem,
    privateKeyPem: server.credentials.privateKeyPem,
    credentialsPath: join(folder, 'server.pem'),
    refreshAtMs: Math.min(
      refreshTimeOf(authority.credentials.certificate),
      refreshTimeOf(server.credentials.certificate),
    ),
    made: authority.made ? 'authority' : server.made ? 'server' : 'nothing',
  };
}
