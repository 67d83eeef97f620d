import { createHash, X509Certificate } from 'node:crypto';
import { createServer } from 'node:tls';
import { mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import type { AddressInfo, Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeEach, describe, expect, test } from 'vitest';
import { RevocationFile } from '../../../src/crypto/certificates/revocation-file.ts';
import { checkServerChain } from '../../../src/sip/flow/server-chain.ts';
import { flowSecurity, openTlsFlow, type ServerTrust } from '../../../src/sip/flow/tls-flow.ts';
import { VirtualClock } from '../../support/virtual-clock.ts';
import { TestAuthority } from '../support/test-authority.ts';

const authority = new TestAuthority();
const stranger = new TestAuthority('A stranger');
const relay = authority.leaf({ altNames: 'URI:sip:example.org' });
const other = authority.leaf({ altNames: 'URI:sip:example.org' });
let folder: string;
let server: Server;
let troubles: string[];

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'chain-'));
  troubles = [];
});
afterEach(() => {
  server.close();
  rmSync(folder, { recursive: true });
});
afterAll(() => {
  authority.remove();
  stranger.remove();
});

async function outcomeOf(trust: Partial<ServerTrust>, maxVersion?: 'TLSv1.2'): Promise<string> {
  const version = maxVersion === undefined ? {} : { maxVersion };
  server = createServer({ cert: relay.certPem, key: relay.keyPem, ...version });
  server.on('tlsClientError', () => undefined);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const whole: ServerTrust = { oldestTls: 'TLSv1.3', pins: [], revocations: null, ...trust };
  const security = flowSecurity(authority.caPem, 'example.org', whole);
  const never = new AbortController().signal;
  const flow = await openTlsFlow({ address: '127.0.0.1', port }, security, new VirtualClock(), never);
  if (!flow.ok) return `${flow.error.reason} ${flow.error.code}`;
  flow.value.close({ reason: 'no-network', code: 'DONE' });
  return 'trusted';
}

function listOf(pem: string): RevocationFile {
  const path = join(folder, 'revoked.crl');
  writeFileSync(path, pem);
  return new RevocationFile(path, authority.caPem, (why) => void troubles.push(why));
}

function keyHash(pem: string): string {
  const key = new X509Certificate(pem).publicKey.export({ type: 'spki', format: 'der' });
  return createHash('sha256').update(key).digest('base64');
}

describe('the chain of a server', () => {
  test('that its CA has not revoked is trusted, also when another certificate was', async () => {
    expect(await outcomeOf({ revocations: listOf(authority.revoke([other])) })).toBe('trusted');
    expect(troubles).toEqual([]);
  });

  test('is refused when its certificate was revoked, also by a list whose time is over', async () => {
    const pem = authority.revoke([relay]);
    expect(await outcomeOf({ revocations: listOf(pem) })).toBe('certificate-not-trusted SIP_REVOKED');
    server.close();
    const over = listOf(authority.revoke([], -1));
    expect(await outcomeOf({ revocations: over })).toBe('certificate-not-trusted SIP_REVOKED');
  });

  test('is refused from the next handshake on when the file is replaced by one that names it', async () => {
    const empty = new TestAuthority();
    const list = listOf(empty.revoke([]));
    empty.remove();
    expect(list.refresh()).toMatchObject({ ok: false });
    writeFileSync(join(folder, 'revoked.crl'), authority.revoke([]));
    expect(await outcomeOf({ revocations: list })).toBe('certificate-not-trusted SIP_REVOKED');
  });

  test('stays refused, and it is told once, when the file becomes unreadable', async () => {
    const list = listOf(authority.revoke([]));
    expect(list.refresh()).toMatchObject({ ok: true });
    writeFileSync(join(folder, 'revoked.crl'), 'torn');
    utimesSync(join(folder, 'revoked.crl'), 1, 1);
    expect(await outcomeOf({ revocations: list })).toBe('certificate-not-trusted SIP_REVOKED');
    expect(troubles).toEqual(['holds no list of revoked certificates in PEM (BEGIN X509 CRL)']);
  });

  test('is not judged by the list of another CA', async () => {
    const list = listOf(stranger.revoke([]));
    expect(list.refresh()).toEqual({
      ok: false,
      error: 'holds a list that no certificate of server.ca has signed; add the one of its CA there',
    });
    expect(await outcomeOf({ revocations: list })).toBe('trusted');
  });

  test('must hold one of the pinned keys: its own, or that of its CA', async () => {
    expect(await outcomeOf({ pins: [keyHash(stranger.caPem), keyHash(relay.certPem)] })).toBe('trusted');
    server.close();
    expect(await outcomeOf({ pins: [keyHash(authority.caPem)] })).toBe('trusted');
    server.close();
    expect(await outcomeOf({ pins: [keyHash(stranger.caPem)] })).toBe('certificate-not-trusted SIP_PIN');
  });

  test('is shown over TLS 1.3, and over 1.2 only where the operator says so', async () => {
    expect(await outcomeOf({}, 'TLSv1.2')).toMatch(/^server-fault /);
    server.close();
    expect(await outcomeOf({ oldestTls: 'TLSv1.2' }, 'TLSv1.2')).toBe('trusted');
  });

  test('that cannot be read is refused, and nothing is thrown into the handshake', async () => {
    const torn = { raw: Buffer.from('no certificate') } as never;
    expect(checkServerChain(torn, { pins: ['x'], revocations: null })?.kind).toBe('certificate');
    const throwing = {
      isRevoked: () => {
        throw new Error('a bug');
      },
    };
    expect(await outcomeOf({ revocations: throwing })).toBe('certificate-not-trusted SIP_CERTIFICATE');
  });
});

test('a list tells when the next one is due', () => {
  const list = listOf(authority.revoke([], 3));
  list.refresh();
  expect(((list.endsAtMs ?? 0) - Date.now()) / 86_400_000).toBeCloseTo(3, 2);
  server = createServer();
});
