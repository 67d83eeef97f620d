import { createPrivateKey, X509Certificate } from 'node:crypto';
import { failure, success, type Result } from '../../domain/result.ts';
import { PRIVATE_FILE, replaceFile } from '../keys/atomic-file.ts';
import type { Credentials } from './certificate-authority.ts';
import { readPrivateFile } from '../keys/private-file.ts';

export interface ReadCredentials extends Credentials {
  readonly certificate: X509Certificate;
}

const CERTIFICATE = /-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/;
const PRIVATE_KEY = /-----BEGIN PRIVATE KEY-----[^-]+-----END PRIVATE KEY-----/;

/** Writes key and certificate into one file, so that after a power cut they still belong together. */
export function writeCredentials(path: string, { certificatePem, privateKeyPem }: Credentials): void {
  replaceFile(path, `${privateKeyPem.trimEnd()}\n${certificatePem.trimEnd()}\n`, PRIVATE_FILE);
}

export function readCredentials(
  path: string,
): Result<ReadCredentials, 'missing' | 'unreadable' | 'exposed' | 'broken'> {
  const read = readPrivateFile(path);
  if (!read.ok) return read;
  const text = Buffer.from(read.value).toString('latin1');
  const certificatePem = CERTIFICATE.exec(text)?.[0];
  const privateKeyPem = PRIVATE_KEY.exec(text)?.[0];
  if (certificatePem === undefined || privateKeyPem === undefined) return failure('broken');
  try {
    const certificate = new X509Certificate(certificatePem);
    if (!certificate.checkPrivateKey(createPrivateKey(privateKeyPem))) return failure('broken');
    return success({ certificate, certificatePem: `${certificatePem}\n`, privateKeyPem: `${privateKeyPem}\n` });
  } catch {
    // The PEM contains something that is neither a certificate nor a key.
    return failure('broken');
  }
}
