import { X509Certificate } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DAY_MS } from '../../src/crypto/certificates/certificate-authority.ts';
import {
  ensureDevelopmentCertificates,
  type DevelopmentCertificates,
} from '../../src/crypto/certificates/development-certificates.ts';
import { NodeRandom } from '../../src/crypto/keys/node-random.ts';

const random = new NodeRandom();
const host = fc.domain().map((name) => name.toLowerCase());
const names = fc.record({
  sipDomain: host,
  dnsNames: fc.array(host, { maxLength: 3 }),
  ipAddresses: fc.array(fc.oneof(fc.ipV4(), fc.ipV6()), { maxLength: 3 }),
});
const start = fc.record({ afterDays: fc.integer({ min: 0, max: 500 }), names: fc.option(names, { nil: null }) });

function isGoodFor30Days(pem: string, nowMs: number): boolean {
  const { validFromDate, validToDate } = new X509Certificate(pem);
  return validFromDate.getTime() <= nowMs && validToDate.getTime() - nowMs > 30 * DAY_MS - 1_000;
}

describe('over twenty years of starts, with names that change,', () => {
  it('all certificates are good for 30 days at least, chain, carry the names, and change only when due', () => {
    fc.assert(
      fc.property(names, fc.array(start, { minLength: 1, maxLength: 20 }), (firstNames, starts) => {
        const folder = mkdtempSync(join(tmpdir(), 'handset-certificates-'));
        let wanted = firstNames;
        let nowMs = Date.UTC(2026, 0, 1);
        let before: DevelopmentCertificates | null = null;
        try {
          for (const next of starts) {
            nowMs += next.afterDays * DAY_MS;
            const due = before === null || nowMs >= before.refreshAtMs || next.names !== null;
            wanted = next.names ?? wanted;
            const result = ensureDevelopmentCertificates(folder, wanted, nowMs, random);
            if (!result.ok) throw new Error(result.error.code);
            const now = result.value;
            const [ca, server] = [new X509Certificate(now.authorityPem), new X509Certificate(now.certificatePem)];
            expect(isGoodFor30Days(now.authorityPem, nowMs)).toBe(true);
            expect(isGoodFor30Days(now.certificatePem, nowMs)).toBe(true);
            const [, intermediatePem = ''] = now.certificatePem.split(/(?<=-----END CERTIFICATE-----\n)/);
            const intermediate = new X509Certificate(intermediatePem);
            expect(isGoodFor30Days(intermediatePem, nowMs)).toBe(true);
            expect(server.verify(intermediate.publicKey)).toBe(true);
            expect(intermediate.verify(ca.publicKey)).toBe(true);
            expect(+server.validToDate).toBeLessThanOrEqual(+intermediate.validToDate);
            expect(+intermediate.validToDate).toBeLessThanOrEqual(+ca.validToDate);
            expect(server.subjectAltName).toContain(`URI:sip:${wanted.sipDomain}`);
            for (const name of wanted.dnsNames) expect(server.checkHost(name)).toBe(name);
            for (const address of wanted.ipAddresses) expect(server.checkIP(address)).toBe(address);
            expect(now.refreshAtMs).toBeGreaterThan(nowMs);
            if (!due) expect(now).toEqual({ ...before, made: 'nothing' });
            before = now;
          }
        } finally {
          rmSync(folder, { recursive: true, force: true });
        }
      }),
      { numRuns: 25 },
    );
  });
});
