import { randomBytes } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { run } from '../tools/command.ts';
import type { KeyFolder } from './key-folder.ts';

/** As long as handsets of one kind may live. Whoever has a handset trusts this certificate until then. */
const AUTHORITY_DAYS = 7_305;
/** Of the certificate that signs from day to day. */
const SIGNING_DAYS = 1_096;

const NEW_KEY = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-sha256'];
/** RAUC takes a signature only from a certificate for signing programs (system.conf, check-purpose). */
const FOR_SIGNING = [
  'basicConstraints=critical,CA:FALSE',
  'keyUsage=critical,digitalSignature',
  'extendedKeyUsage=critical,codeSigning',
  'subjectKeyIdentifier=hash',
  'authorityKeyIdentifier=keyid',
];

/** Makes the authority and the first signing certificate. The caller sees to it that nothing is there. */
export async function makeKeys(folder: KeyFolder, operator: string): Promise<void> {
  mkdirSync(join(folder.authorityKey, '..'), { recursive: true, mode: 0o700 });
  await privately('openssl', [
    ...['req', '-x509', ...NEW_KEY, '-days', String(AUTHORITY_DAYS), '-subj', `/CN=${operator} updates`],
    ...['-addext', 'basicConstraints=critical,CA:TRUE,pathlen:0', '-addext', 'keyUsage=critical,keyCertSign,cRLSign'],
    ...['-keyout', folder.authorityKey, '-out', folder.authority],
  ]);
  await makeSigningCertificate(folder, operator);
}

/** Makes a key and a certificate of the authority for it, over those that are there. */
export async function makeSigningCertificate(folder: KeyFolder, operator: string): Promise<void> {
  const work = mkdtempSync(join(folder.path, '.making-'));
  const [request, extensions] = [join(work, 'request.pem'), join(work, 'extensions')];
  try {
    writeFileSync(extensions, FOR_SIGNING.map((line) => `${line}\n`).join(''));
    const subject = ['-subj', `/CN=${operator} update signing`];
    await privately('openssl', ['req', '-new', ...NEW_KEY, ...subject, '-keyout', folder.key, '-out', request]);
    await privately('openssl', [
      ...['x509', '-req', '-in', request, '-CA', folder.authority, '-CAkey', folder.authorityKey, '-sha256'],
      ...['-set_serial', `0x1${randomBytes(8).toString('hex')}`],
      ...['-days', String(SIGNING_DAYS), '-extfile', extensions, '-out', folder.certificate],
    ]);
  } finally {
    rmSync(work, { recursive: true });
  }
}

/** Whatever the program writes is for this user alone, from the first byte on. */
async function privately(program: string, args: readonly string[]): Promise<void> {
  await run('sh', ['-c', 'umask 077; exec "$@"', 'sh', program, ...args]);
}
