import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ensureDevelopmentCertificates } from '../../src/crypto/certificates/development-certificates.ts';
import { NodeRandom } from '../../src/crypto/keys/node-random.ts';

/** Files of a test's own authority, and of the server whose certificate it signed. */
export interface TestCertificates {
  readonly caFile: string;
  readonly certificateFile: string;
  readonly keyFile: string;
}

/**
 * Makes an authority and a relay's certificate with the product's code for development certificates. The certificate
 * names the SIP domain (RFC 5922 §7.1), DNS names (Linphone verifies only these, and connects to `localhost`), and
 * 127.0.0.1.
 */
export function makeTestCertificates(folder: string, domain: string): TestCertificates {
  mkdirSync(folder, { recursive: true });
  const names = { sipDomain: domain, dnsNames: [domain, 'localhost'], ipAddresses: ['127.0.0.1'] };
  const made = ensureDevelopmentCertificates(join(folder, 'made'), names, Date.now(), new NodeRandom());
  if (!made.ok) throw new Error(`no test certificates: ${made.error.code} ${made.error.path}`);
  const write = (file: string, pem: string): string => {
    const path = join(folder, file);
    writeFileSync(path, pem, { mode: 0o600 });
    return path;
  };
  return {
    caFile: write('ca.crt', made.value.authorityPem),
    certificateFile: write('relay.crt', made.value.certificatePem),
    keyFile: write('relay.key', made.value.privateKeyPem),
  };
}
