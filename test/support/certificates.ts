import { execFileSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** Files of a test's own authority and of the server that it vouches for. */
export interface TestCertificates {
  readonly caFile: string;
  readonly certificateFile: string;
  readonly keyFile: string;
}

/**
 * An authority and a relay's certificate, made by openssl: ECDSA P-256; SAN with the SIP domain as a URI (RFC 5922 §7.1), with DNS names (Linphone
 * verifies by nothing else, and connects to `localhost`), and with 127.0.0.1.
 */
export function makeTestCertificates(folder: string, domain: string): TestCertificates {
  mkdirSync(folder, { recursive: true });
  const openssl = (...args: readonly string[]): void => {
    execFileSync('openssl', args, { cwd: folder, stdio: 'pipe', timeout: 10_000 });
  };
  const newKey = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes'];
  const authority = ['basicConstraints=critical,CA:TRUE', 'keyUsage=critical,keyCertSign,cRLSign'];
  openssl(
    'req',
    '-x509',
    ...newKey,
    '-keyout',
    'ca.key',
    '-out',
    'ca.crt',
    '-days',
    '2',
    '-subj',
    '/CN=Test authority',
    ...authority.flatMap((extension) => ['-addext', extension]),
  );
  writeFileSync(
    join(folder, 'relay.ext'),
    [
      'basicConstraints=critical,CA:FALSE',
      'keyUsage=critical,digitalSignature',
      'extendedKeyUsage=serverAuth',
      `subjectAltName=URI:sip:${domain},DNS:${domain},DNS:localhost,IP:127.0.0.1`,
    ].join('\n'),
  );
  openssl('req', '-new', ...newKey, '-keyout', 'relay.key', '-out', 'relay.csr', '-subj', `/CN=${domain}`);
  openssl(
    'x509',
    '-req',
    '-in',
    'relay.csr',
    '-CA',
    'ca.crt',
    '-CAkey',
    'ca.key',
    '-CAcreateserial',
    '-days',
    '2',
    '-sha256',
    '-extfile',
    'relay.ext',
    '-out',
    'relay.crt',
  );
  return {
    caFile: join(folder, 'ca.crt'),
    certificateFile: join(folder, 'relay.crt'),
    keyFile: join(folder, 'relay.key'),
  };
}
