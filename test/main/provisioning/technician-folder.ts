import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { makeTestCertificates } from '../../support/certificates.ts';

/** What a technician has for one handset: a CA's certificate, a password, and the configuration that names them. */
export class TechnicianFolder {
  readonly path = mkdtempSync(join(tmpdir(), 'technician-'));
  readonly caPem: string;

  constructor() {
    this.caPem = readFileSync(makeTestCertificates(this.path, 'example.org').caFile, 'utf8');
    this.file('our-ca.pem', this.caPem);
    this.file('alice.password', 'correct horse\n');
  }

  file(name: string, content: string): string {
    const path = join(this.path, name);
    writeFileSync(path, content, { mode: 0o600 });
    return path;
  }

  /** Writes a whole configuration with these changes, and returns its path. */
  config(changes: object = {}): string {
    return this.file('alice.json', JSON.stringify({ ...COMPLETE, ...changes }));
  }

  [Symbol.dispose](): void {
    rmSync(this.path, { recursive: true });
  }
}

const COMPLETE = {
  brand: { name: 'Acme' },
  language: 'it',
  server: { domain: 'example.org', ca: 'our-ca.pem', host: '192.0.2.9' },
  account: { address: 'sip:alice@example.org', passwordFile: 'alice.password' },
  contacts: [{ name: 'Bob', address: 'sip:bob@example.org' }],
  network: { country: 'IT', wifi: [{ ssid: 'Office', passphrase: 'long enough' }] },
  time: { servers: ['time.example.org'] },
};
