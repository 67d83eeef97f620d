import { spawnSync } from 'node:child_process';
import { createPrivateKey, X509Certificate } from 'node:crypto';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import tls from 'node:tls';
import { describe, expect, it } from 'vitest';
import {
  createAuthority,
  DAY_MS,
  issueServerCertificate,
} from '../../../src/crypto/certificates/certificate-authority.ts';
import { NodeRandom } from '../../../src/crypto/keys/node-random.ts';
import { dataFolder } from '../keys/data-folder.ts';

const random = new NodeRandom();
const nowMs = Date.now();
const names = {
  sipDomain: 'Example.org',
  dnsNames: ['localhost', 'relay.example.org'],
  ipAddresses: ['127.0.0.1', '::1', '2001:db8::192.0.2.1'],
};
const authority = createAuthority('Test CA', { nowMs, lifeDays: 3_650 }, random);
const server = issueServerCertificate(authority, names, { nowMs, lifeDays: 365 }, random);

const hasOpenssl = spawnSync('openssl', ['version']).status === 0;
const opensslIt = hasOpenssl ? it : it.skip;
const suffix = hasOpenssl ? '' : ' (skipped: no openssl on this machine)';
const openssl = (...args: string[]): string => {
  const run = spawnSync('openssl', args, { encoding: 'utf8' });
  return run.stdout + run.stderr;
};

describe('a server certificate', () => {
  it('names the SIP domain first, then host names and addresses', () => {
    expect(new X509Certificate(server.certificatePem).subjectAltName).toBe(
      'URI:sip:example.org, DNS:localhost, DNS:relay.example.org, IP Address:127.0.0.1, ' +
        'IP Address:0:0:0:0:0:0:0:1, IP Address:2001:DB8:0:0:0:0:C000:201',
    );
  });

  it('is signed by the CA, fits its key, and is valid from an hour ago for its days', () => {
    const [ca, leaf] = [new X509Certificate(authority.certificatePem), new X509Certificate(server.certificatePem)];
    expect(leaf.verify(ca.publicKey)).toBe(true);
    expect(leaf.checkIssued(ca)).toBe(true);
    expect(leaf.checkPrivateKey(createPrivateKey(server.privateKeyPem))).toBe(true);
    expect([ca.ca, leaf.ca]).toEqual([true, false]);
    const wholeSeconds = (ms: number) => Math.floor(ms / 1_000) * 1_000;
    expect(leaf.validFromDate.getTime()).toBe(wholeSeconds(nowMs - 3_600_000));
    expect(leaf.validToDate.getTime()).toBe(wholeSeconds(nowMs + 365 * DAY_MS));
  });

  it('can be used at once, though the clock of the machine that made it runs a year ahead', () => {
    const ahead = issueServerCertificate(authority, names, { nowMs: nowMs + 365 * DAY_MS, lifeDays: 365 }, random);
    expect(new X509Certificate(ahead.certificatePem).validFromDate.getTime()).toBeLessThan(nowMs);
  });

  it('never outlives its CA', () => {
    const shortLived = createAuthority('Short CA', { nowMs, lifeDays: 40 }, random);
    const leaf = new X509Certificate(
      issueServerCertificate(shortLived, names, { nowMs, lifeDays: 365 }, random).certificatePem,
    );
    expect(leaf.validToDate).toEqual(new X509Certificate(shortLived.certificatePem).validToDate);
  });

  it('can end after 2049, when the form of the date changes', () => {
    const late = Date.UTC(2049, 11, 1);
    const lateAuthority = createAuthority('Late CA', { nowMs: late, lifeDays: 60 }, random);
    expect(new X509Certificate(lateAuthority.certificatePem).validToDate).toEqual(new Date(late + 60 * DAY_MS));
  });

  it('has a positive random serial of 16 bytes', () => {
    const serials = Array.from(
      { length: 50 },
      () => new X509Certificate(createAuthority('CA', { nowMs, lifeDays: 1 }, random).certificatePem).serialNumber,
    );
    for (const serial of serials) expect(serial).toMatch(/^[4-7][0-9A-F]{31}$/);
    expect(new Set(serials).size).toBe(serials.length);
  });

  it.each(['', 'a b', '*.example.org', 'żółw.pl', '-a.org', 'x'.repeat(64), 'a\0.org'])(
    'is refused the name %j',
    (name) => {
      const issue = (change: Partial<typeof names>) =>
        issueServerCertificate(authority, { ...names, ...change }, { nowMs, lifeDays: 1 }, random);
      expect(() => issue({ dnsNames: [name] })).toThrow(RangeError);
      expect(() => issue({ sipDomain: name })).toThrow(RangeError);
      expect(() => issue({ ipAddresses: [name] })).toThrow(RangeError);
    },
  );

  opensslIt(`passes OpenSSL's strict checks for a TLS server${suffix}`, () => {
    const folder = dataFolder();
    const [caPath, leafPath] = [join(folder, 'ca.pem'), join(folder, 'server.pem')];
    writeFileSync(caPath, authority.certificatePem);
    writeFileSync(leafPath, server.certificatePem);
    expect(openssl('verify', '-x509_strict', '-purpose', 'sslserver', '-CAfile', caPath, leafPath)).toBe(
      `${leafPath}: OK\n`,
    );
    const leaf = openssl('x509', '-in', leafPath, '-noout', '-text');
    expect(leaf).toMatch(/Basic Constraints: critical\s+CA:FALSE/);
    expect(leaf).toMatch(/Key Usage: critical\s+Digital Signature\n/);
    expect(leaf).toMatch(/TLS Web Server Authentication, 1\.3\.6\.1\.5\.5\.7\.3\.20/);
    expect(leaf).toMatch(/NIST CURVE: P-256/);
    const ca = openssl('x509', '-in', caPath, '-noout', '-text');
    expect(ca).toMatch(/Basic Constraints: critical\s+CA:TRUE, pathlen:1/);
    expect(ca).toMatch(/Key Usage: critical\s+Certificate Sign, CRL Sign/);
    const keyId = (text: string, which: string) =>
      new RegExp(`${which} Key Identifier:\\s+(?:keyid:)?([0-9A-F:]{59})`).exec(text)?.[1];
    expect(keyId(leaf, 'Authority')).toBe(keyId(ca, 'Subject'));
    expect(keyId(ca, 'Subject')).toBeDefined();
    expect(keyId(leaf, 'Subject')).not.toBe(keyId(ca, 'Subject'));
  });

  it.each(['TLSv1.2', 'TLSv1.3'] as const)(
    'is taken over %s by a client that trusts the CA, by host name and address',
    async (version) => {
      const listener = tls.createServer({
        cert: server.certificatePem,
        key: server.privateKeyPem,
        maxVersion: version,
      });
      listener.on('secureConnection', (socket) => socket.end());
      listener.listen(0, '127.0.0.1');
      await once(listener, 'listening');
      const { port } = listener.address() as AddressInfo;
      for (const identity of [{ servername: 'relay.example.org' }, {}]) {
        const client = tls.connect({ host: '127.0.0.1', port, ca: authority.certificatePem, ...identity });
        await once(client, 'secureConnect');
        expect(client.authorized).toBe(true);
        expect(client.getProtocol()).toBe(version);
        client.destroy();
      }
      listener.close();
      await once(listener, 'close');
    },
  );
});
