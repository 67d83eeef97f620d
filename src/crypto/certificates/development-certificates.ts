import { X509Certificate } from 'node:crypto';
import { existsSync, readFileSync, unlinkSync } from 'node:fs';
import { join } from 'node:path';
import { failure, success, type Result } from '../../domain/result.ts';
import type { Random } from '../../ports/system/random.ts';
import { ensurePrivateFolder, errorCodeOf, PUBLIC_FILE, replaceFile } from '../keys/atomic-file.ts';
import { createAuthority, DAY_MS, issueIntermediate, issueServerCertificate } from './certificate-authority.ts';
import { alternativeNamesDer, maySignAuthorities, type ServerNames } from './certificate-extensions.ts';
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
  /** From then on the CA's key is needed here for the next intermediate; null when it is here. */
  readonly authorityNeededAtMs: number | null;
  /** What this call made. After 'authority' every peer needs the new `ca.pem`. */
  readonly made: 'nothing' | 'server' | 'authority';
}

export interface CertificateFailure {
  readonly code: 'missing' | 'unreadable' | 'exposed' | 'broken' | 'not-yet-valid' | 'unwritable';
  readonly path: string;
  readonly cure: string;
}

const AUTHORITY_LIFE_DAYS = 3_650;
const INTERMEDIATE_LIFE_DAYS = 365;
const SERVER_LIFE_DAYS = 365;
/** A certificate is renewed when it has less than this left. */
const REFRESH_BEFORE_DAYS = 30;

const AUTHORITY_NAME = 'Handset development CA';
const INTERMEDIATE_NAME = 'Handset development CA of the year';

const CURES: Readonly<Record<CertificateFailure['code'], string>> = {
  missing: 'put the file back until the relay has started; it holds the key of the CA that peers trust already',
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

/** Where the files are. The CA's key may be taken away once the intermediate is made, and put back for the next. */
export interface CertificateFolders {
  /** Of the running server: `server.pem`, `intermediate.pem`, `ca.pem`. */
  readonly folder: string;
  /** Of `authority.pem`, the key that peers trust for ten years: on another medium, if possible. */
  readonly authorityFolder: string;
}

/**
 * A CA, an intermediate CA of one year and a server certificate for development. They are made at the first start, and
 * renewed before they expire or when the names change. Throws RangeError on a malformed name.
 */
export function ensureDevelopmentCertificates(
  folders: CertificateFolders | string,
  names: ServerNames,
  nowMs: number,
  random: Random,
): Result<DevelopmentCertificates, CertificateFailure> {
  const { folder, authorityFolder } =
    typeof folders === 'string' ? { folder: folders, authorityFolder: folders } : folders;
  try {
    ensurePrivateFolder(folder);
    moveApart(folder, authorityFolder);
    const circumstances = { nowMs, random };
    const signer = ensureSigner({ folder, authorityFolder }, circumstances);
    if (!signer.ok) return signer;
    const server = ensureServer(folder, signer.value.credentials, names, circumstances);
    if (!server.ok) return server;
    return success(described(folder, signer.value, server.value));
  } catch (error) {
    if (errorCodeOf(error) === null) throw error;
    return failure(certificateFailure('unwritable', folder));
  }
}

interface Ensured {
  readonly credentials: ReadCredentials;
  readonly made: boolean;
}

interface Signer extends Ensured {
  /** The certificates between the signer and the CA, with the signer's own, as PEM; '' when the CA itself signs. */
  readonly chainPem: string;
  readonly authorityPem: string;
  readonly isAuthorityMade: boolean;
  /** The CA's key is not here, and is needed before this time for the next intermediate; null when it is here. */
  readonly authorityNeededAtMs: number | null;
}

interface Circumstances {
  readonly nowMs: number;
  readonly random: Random;
}

/** Earlier versions kept the CA's key beside the server's. */
function moveApart(folder: string, authorityFolder: string): void {
  const [from, to] = [join(folder, 'authority.pem'), join(authorityFolder, 'authority.pem')];
  if (from === to || !existsSync(from) || existsSync(to)) return;
  const found = readCredentials(from);
  if (!found.ok) return;
  ensurePrivateFolder(authorityFolder);
  writeCredentials(to, found.value);
  unlinkSync(from);
}

/** Who signs the server's certificate: the intermediate, made by the CA when there is none or it is near its end. */
function ensureSigner(
  { folder, authorityFolder }: CertificateFolders,
  circumstances: Circumstances,
): Result<Signer, CertificateFailure> {
  const path = join(folder, 'intermediate.pem');
  const found = readCredentials(path);
  if (!found.ok && found.error !== 'missing') return failure(certificateFailure(found.error, path));
  const trusted = readPublic(publicPathIn(folder));
  const isAway = !existsSync(join(authorityFolder, 'authority.pem'));
  if (found.ok && trusted !== null && isAway) return away(found.value, trusted, circumstances.nowMs, authorityFolder);
  const authority = ensureAuthority(folder, authorityFolder, circumstances);
  if (!authority.ok) return authority;
  const { credentials, made: isAuthorityMade } = authority.value;
  const common = { authorityPem: credentials.certificatePem, isAuthorityMade, authorityNeededAtMs: null };
  // A CA of an earlier version may sign no other CA.
  if (!maySignAuthorities(credentials.certificate.raw)) {
    return success({ ...common, credentials, made: isAuthorityMade, chainPem: '' });
  }
  if (found.ok && isUnder(found.value.certificate, credentials.certificate, circumstances.nowMs)) {
    return success({ ...common, credentials: found.value, made: false, chainPem: found.value.certificatePem });
  }
  const { nowMs, random } = circumstances;
  const made = issueIntermediate(credentials, INTERMEDIATE_NAME, { nowMs, lifeDays: INTERMEDIATE_LIFE_DAYS }, random);
  writeCredentials(path, made);
  const fresh = { ...made, certificate: new X509Certificate(made.certificatePem) };
  return success({ ...common, credentials: fresh, made: true, chainPem: made.certificatePem });
}

/** The CA's key was taken away, as it should be. The intermediate serves until its end. */
function away(
  intermediate: ReadCredentials,
  authorityPem: string,
  nowMs: number,
  authorityFolder: string,
): Result<Signer, CertificateFailure> {
  if (nowMs >= intermediate.certificate.validToDate.getTime()) {
    return failure(certificateFailure('missing', join(authorityFolder, 'authority.pem')));
  }
  return success({
    credentials: intermediate,
    made: false,
    chainPem: intermediate.certificatePem,
    authorityPem,
    isAuthorityMade: false,
    authorityNeededAtMs: refreshTimeOf(intermediate.certificate),
  });
}

function ensureAuthority(
  folder: string,
  authorityFolder: string,
  { nowMs, random }: Circumstances,
): Result<Ensured, CertificateFailure> {
  const path = join(authorityFolder, 'authority.pem');
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
  ensurePrivateFolder(authorityFolder);
  writeCredentials(path, made);
  replaceFile(publicPath, made.certificatePem, PUBLIC_FILE);
  return success({ credentials: { ...made, certificate: new X509Certificate(made.certificatePem) }, made: true });
}

function ensureServer(
  folder: string,
  signer: ReadCredentials,
  names: ServerNames,
  { nowMs, random }: Circumstances,
): Result<Ensured, CertificateFailure> {
  const path = join(folder, 'server.pem');
  const found = readCredentials(path);
  if (!found.ok && found.error !== 'missing') return failure(certificateFailure(found.error, path));
  if (found.ok && isServing(found.value.certificate, signer.certificate, names, nowMs)) {
    return success({ credentials: found.value, made: false });
  }
  const made = issueServerCertificate(signer, names, { nowMs, lifeDays: SERVER_LIFE_DAYS }, random);
  writeCredentials(path, made);
  return success({ credentials: { ...made, certificate: new X509Certificate(made.certificatePem) }, made: true });
}

/** Whether the intermediate is this CA's, and has time left. */
function isUnder(certificate: X509Certificate, authority: X509Certificate, nowMs: number): boolean {
  return (
    isFresh(certificate, nowMs) &&
    certificate.ca &&
    certificate.checkIssued(authority) &&
    certificate.verify(authority.publicKey)
  );
}

function isServing(certificate: X509Certificate, signer: X509Certificate, names: ServerNames, nowMs: number): boolean {
  const wanted = alternativeNamesDer(names);
  // One that lasts as long as its signer cannot be made to last longer.
  const isLasting = isFresh(certificate, nowMs) || +certificate.validToDate >= +signer.validToDate;
  return (
    isLasting &&
    nowMs < certificate.validToDate.getTime() &&
    certificate.validFromDate.getTime() <= nowMs &&
    certificate.raw.includes(wanted) &&
    certificate.checkIssued(signer) &&
    certificate.verify(signer.publicKey)
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

function described(folder: string, signer: Signer, server: Ensured): DevelopmentCertificates {
  return {
    authorityPem: signer.authorityPem,
    authorityPath: publicPathIn(folder),
    certificatePem: `${server.credentials.certificatePem}${signer.chainPem}`,
    privateKeyPem: server.credentials.privateKeyPem,
    credentialsPath: join(folder, 'server.pem'),
    refreshAtMs: Math.min(
      refreshTimeOf(signer.credentials.certificate),
      refreshTimeOf(server.credentials.certificate),
      refreshTimeOf(new X509Certificate(signer.authorityPem)),
    ),
    authorityNeededAtMs: signer.authorityNeededAtMs,
    made: signer.isAuthorityMade ? 'authority' : server.made ? 'server' : 'nothing',
  };
}
