import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export interface KeyPair {
  readonly certPem: string;
  readonly keyPem: string;
}

export interface LeafOptions {
  /** openssl's notation, as `DNS:a.example`; null: no subjectAltName. */
  readonly altNames: string | null;
  readonly commonName?: string;
  /** Lines of an openssl extension section. */
  readonly extensions?: readonly string[];
  /** YYYYMMDDHHMMSSZ. */
  readonly notBefore?: string;
  readonly notAfter?: string;
}

const NEW_KEY = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes'];
const POLICY = [
  '[ca]',
  'default_ca=d',
  '[d]',
  'database=index',
  'serial=serial',
  'new_certs_dir=.',
  'policy=p',
  'default_md=sha256',
  'unique_subject=no',
  'email_in_dn=no',
  'rand_serial=yes',
  '[p]',
  'commonName=optional',
];

/** A certificate authority of the test's own, made by openssl. */
export class TestAuthority {
  readonly #folder = mkdtempSync(join(tmpdir(), 'sip-authority-'));
  #leaves = 0;

  constructor(name = 'Test authority') {
    writeFileSync(join(this.#folder, 'index'), '');
    writeFileSync(join(this.#folder, 'ca.cnf'), POLICY.join('\n'));
    this.#openssl(
      'req',
      '-x509',
      ...NEW_KEY,
      '-keyout',
      'ca.key',
      '-out',
      'ca.pem',
      '-days',
      '30',
      '-subj',
      `/CN=${name}`,
      '-addext',
      'basicConstraints=critical,CA:TRUE',
      '-addext',
      'keyUsage=critical,keyCertSign,cRLSign',
    );
  }

  get caPem(): string {
    return this.#read('ca.pem');
  }

  leaf({ altNames, commonName, extensions, notBefore, notAfter }: LeafOptions): KeyPair {
    const name = `leaf${(this.#leaves += 1)}`;
    const section = [...(altNames === null ? [] : [`subjectAltName=${altNames}`]), ...(extensions ?? [])];
    writeFileSync(
      join(this.#folder, `${name}.ext`),
      ['[x]', ...section, ...(section.length === 0 ? ['keyUsage=digitalSignature'] : [])].join('\n'),
    );
    this.#openssl(
      'req',
      '-new',
      ...NEW_KEY,
      '-keyout',
      `${name}.key`,
      '-out',
      `${name}.csr`,
      '-subj',
      `/CN=${commonName ?? 'x'}`,
    );
    this.#openssl(
      'ca',
      '-batch',
      '-notext',
      '-config',
      'ca.cnf',
      '-cert',
      'ca.pem',
      '-keyfile',
      'ca.key',
      '-in',
      `${name}.csr`,
      '-out',
      `${name}.pem`,
      '-extfile',
      `${name}.ext`,
      '-extensions',
      'x',
      '-startdate',
      notBefore ?? '20260101000000Z',
      '-enddate',
      notAfter ?? '20300101000000Z',
    );
    return { certPem: this.#read(`${name}.pem`), keyPem: this.#read(`${name}.key`) };
  }

  /** A list of revoked certificates, PEM; `days` from now the next one is due, which may be in the past. */
  revoke(certificates: readonly KeyPair[], days = 30): string {
    for (const { certPem } of certificates) {
      writeFileSync(join(this.#folder, 'revoked.pem'), certPem);
      this.#openssl('ca', '-config', 'ca.cnf', '-cert', 'ca.pem', '-keyfile', 'ca.key', '-revoke', 'revoked.pem');
    }
    const due = new Date(Date.now() + days * 86_400_000).toISOString().replace(/[-:T]|\.\d+/g, '');
    const dates = ['-crl_lastupdate', '20260101000000Z', '-crl_nextupdate', due];
    this.#openssl(
      'ca',
      '-gencrl',
      '-config',
      'ca.cnf',
      '-cert',
      'ca.pem',
      '-keyfile',
      'ca.key',
      ...dates,
      '-out',
      'crl.pem',
    );
    return this.#read('crl.pem');
  }

  remove(): void {
    rmSync(this.#folder, { recursive: true });
  }

  #read(file: string): string {
    return readFileSync(join(this.#folder, file), 'utf8');
  }

  #openssl(...args: readonly string[]): void {
    execFileSync('openssl', args, { cwd: this.#folder, stdio: 'pipe', timeout: 10_000 });
  }
}
