import { createServer as createTcpServer, type AddressInfo, type Server } from 'node:net';
import { createServer, type PeerCertificate, type TlsOptions } from 'node:tls';
import { afterAll, afterEach, describe, expect, test } from 'vitest';
import { flowSecurity, openTlsFlow } from '../../../src/sip/flow/tls-flow.ts';
import { checkSipIdentity, sipIdentities } from '../../../src/sip/flow/server-identity.ts';
import { VirtualClock } from '../../support/virtual-clock.ts';
import { eventually } from '../support/eventually.ts';
import { TestAuthority, type KeyPair, type LeafOptions } from '../support/test-authority.ts';

const authority = new TestAuthority();
const stranger = new TestAuthority('A stranger');
const servers: Server[] = [];
afterEach(() => {
  for (const server of servers.splice(0)) server.close();
});
afterAll(() => {
  authority.remove();
  stranger.remove();
});

/** Bytes that the server got after the handshake: none, when the handset does not believe it. */
let received = 0;

async function listen(server: Server): Promise<number> {
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return (server.address() as AddressInfo).port;
}

function tlsServer({ certPem, keyPem }: KeyPair, options: TlsOptions = {}): Server {
  received = 0;
  const server = createServer({ cert: certPem, key: keyPem, ...options }, (socket) => {
    socket.on('error', () => undefined);
    socket.on('data', (chunk: Buffer) => {
      received += chunk.length;
    });
  });
  server.on('tlsClientError', () => undefined);
  return server;
}

async function connectTo(
  port: number,
  domain = 'example.org',
  signal = new AbortController().signal,
  clock = new VirtualClock(),
): Promise<string> {
  const flow = await openTlsFlow({ address: '127.0.0.1', port }, flowSecurity(authority.caPem, domain), clock, signal);
  if (!flow.ok) return flow.error.reason;
  flow.value.close({ reason: 'no-network', code: 'DONE' });
  return 'trusted';
}

const names = (altNames: string | null, more: Partial<LeafOptions> = {}): LeafOptions => ({ altNames, ...more });
const GOOD = 'URI:sip:example.org';

describe('a certificate of the provisioned CA', () => {
  test.each<[string, LeafOptions, string]>([
    ['with the domain as a sip: URI', names(GOOD), 'trusted'],
    ['with the domain as a sip: URI in other case', names('URI:SIP:Example.ORG'), 'trusted'],
    ['with a sip: URI and parameters', names('URI:sip:example.org:5061;transport=tls'), 'trusted'],
    ['with the domain among several sip: URIs', names('URI:sip:example.com,URI:sip:example.org'), 'trusted'],
    ['with the domain as a DNS name, and no URI', names('DNS:example.org'), 'trusted'],
    ["with a user's URI beside the DNS name", names('URI:sip:bob@example.org,DNS:example.org'), 'trusted'],
    ["with the domain's URI beside another DNS name", names('DNS:host.example.net,URI:sip:example.org'), 'trusted'],
    ['with serverAuth', names(GOOD, { extensions: ['extendedKeyUsage=serverAuth'] }), 'trusted'],
    [
      'with serverAuth and id-kp-sipDomain',
      names(GOOD, { extensions: ['extendedKeyUsage=serverAuth,1.3.6.1.5.5.7.3.20'] }),
      'trusted',
    ],
    [
      'with a foreign sip: URI beside the right DNS name',
      names('URI:sip:evil.example,DNS:example.org'),
      'wrong-server-name',
    ],
    ['with nothing but the right CN', names(null, { commonName: 'example.org' }), 'wrong-server-name'],
    [
      'with the right CN beside a foreign name',
      names('DNS:evil.example', { commonName: 'example.org' }),
      'wrong-server-name',
    ],
    [
      'of a user who is called like the domain',
      names('URI:sip:bob@example.org', { commonName: 'example.org' }),
      'wrong-server-name',
    ],
    ['with a wildcard', names('DNS:*.org'), 'wrong-server-name'],
    ['with a wildcard in a URI', names('URI:sip:*.example.org'), 'wrong-server-name'],
    ['of a host in the domain', names('DNS:sip.example.org'), 'wrong-server-name'],
    ['of the domain above', names('DNS:org'), 'wrong-server-name'],
    ['of a domain that ends alike', names('DNS:badexample.org'), 'wrong-server-name'],
    ['with a dot at the end of the name', names('DNS:example.org.'), 'wrong-server-name'],
    ['with sips: where sip: is meant', names('URI:sips:example.org'), 'wrong-server-name'],
    ['with an address only', names('IP:127.0.0.1'), 'wrong-server-name'],
    [
      'with a comma in a URI that would read as another name',
      names('URI:sip:evil.example\\,DNS:example.org'),
      'wrong-server-name',
    ],
    ['for clients only', names(GOOD, { extensions: ['extendedKeyUsage=clientAuth'] }), 'certificate-not-trusted'],
    [
      // OpenSSL still takes this purpose of the nineties, a step up to strong ciphers, for a server's.
      'for step-up servers only',
      names(GOOD, { extensions: ['extendedKeyUsage=nsSGC'] }),
      'certificate-not-trusted',
    ],
    ['for mail only', names(GOOD, { extensions: ['extendedKeyUsage=emailProtection'] }), 'certificate-not-trusted'],
    ["that is a CA's", names(GOOD, { extensions: ['basicConstraints=critical,CA:TRUE'] }), 'certificate-not-trusted'],
    ['that may not sign', names(GOOD, { extensions: ['keyUsage=critical,cRLSign'] }), 'certificate-not-trusted'],
    [
      'with a critical extension that nobody knows',
      names(GOOD, { extensions: ['1.2.3.4.5=critical,ASN1:UTF8String:x'] }),
      'certificate-not-trusted',
    ],
    [
      'that has expired',
      names(GOOD, { notBefore: '20200101000000Z', notAfter: '20210101000000Z' }),
      'certificate-not-trusted',
    ],
    ['that is not valid yet', names(GOOD, { notBefore: '20290101000000Z' }), 'check-clock'],
    [
      'that is valid for 74 years',
      names(GOOD, { notBefore: '20250101000000Z', notAfter: '20990101000000Z' }),
      'certificate-not-trusted',
    ],
  ])('%s', async (_, leaf, expected) => {
    expect(await connectTo(await listen(tlsServer(authority.leaf(leaf))))).toBe(expected);
    expect(received).toBe(0);
  });
});

test('a certificate may be valid for ten years of 366 days, and not a second longer', () => {
  const until = (validTo: string) =>
    checkSipIdentity('example.org', {
      ca: false,
      subjectaltname: 'URI:sip:example.org',
      valid_from: 'Jan  1 00:00:00 2026 GMT',
      valid_to: validTo,
    } as unknown as PeerCertificate)?.kind;
  expect([until('Jan  9 00:00:00 2036 GMT'), until('Jan  9 00:00:01 2036 GMT'), until('never')]).toEqual([
    undefined,
    'certificate',
    'certificate',
  ]);
});

test('a certificate of another CA is not trusted, whatever it names', async () => {
  expect(await connectTo(await listen(tlsServer(stranger.leaf(names(GOOD)))))).toBe('certificate-not-trusted');
  expect(received).toBe(0);
});

test('a domain that is a number is matched by its URI', async () => {
  expect(await connectTo(await listen(tlsServer(authority.leaf(names('URI:sip:127.0.0.1')))), '127.0.0.1')).toBe(
    'trusted',
  );
});

test('a server that speaks nothing newer than TLS 1.1 is a fault of the server', async () => {
  const old = tlsServer(authority.leaf(names(GOOD)), {
    minVersion: 'TLSv1',
    maxVersion: 'TLSv1.1',
    ciphers: 'ALL:@SECLEVEL=0',
  });
  expect(await connectTo(await listen(old))).toBe('server-fault');
});

test('a server that speaks no TLS is a fault of the server', async () => {
  const plain = createTcpServer((socket) =>
    socket.on('error', () => undefined).end('HTTP/1.1 400 Bad Request\r\n\r\n'),
  );
  expect(await connectTo(await listen(plain))).toBe('server-fault');
});

test('a server that hangs up in the handshake is a fault of the server or of the network, and settles', async () => {
  const rude = createTcpServer((socket) => socket.on('error', () => undefined).destroy());
  expect(['server-fault', 'no-network']).toContain(await connectTo(await listen(rude)));
});

test('a port where nobody listens is told as no network', async () => {
  const server = createTcpServer();
  const port = await listen(server);
  await new Promise((resolve) => server.close(resolve));
  expect(await connectTo(port)).toBe('no-network');
});

test('a server that takes the connection and is silent is given up after 10 s, as at fault', async () => {
  let connections = 0;
  const port = await listen(
    createTcpServer((socket) => {
      connections += 1;
      socket.on('error', () => undefined);
    }),
  );
  const clock = new VirtualClock();
  let outcome = '';
  void connectTo(port, 'example.org', new AbortController().signal, clock).then((reason) => {
    outcome = reason;
  });
  await eventually('it is connected', () => connections === 1);
  await clock.run(9_999);
  expect(outcome).toBe('');
  await clock.run(1);
  expect(outcome).toBe('server-fault');
  expect(clock.pendingTimers).toBe(0);
});

test('an attempt that is called off ends at once', async () => {
  const port = await listen(createTcpServer((socket) => socket.on('error', () => undefined)));
  const controller = new AbortController();
  const outcome = connectTo(port, 'example.org', controller.signal);
  controller.abort();
  expect(await outcome).toBe('no-network');
});

test('an attempt that was called off before it began ends at once', async () => {
  const port = await listen(tlsServer(authority.leaf(names(GOOD))));
  expect(await connectTo(port, 'example.org', AbortSignal.abort())).toBe('no-network');
});

test.each([
  ['URI:sip:a.example, DNS:b.example', ['a.example']],
  ['DNS:b.example, DNS:C.example', ['b.example', 'c.example']],
  ['URI:sip:bob@a.example, DNS:b.example', ['b.example']],
  ['URI:sip:[2001:db8::1]:5061', ['[2001:db8::1]']],
  ['URI:"sip:a.example, DNS:b.example"', ['a.example, dns']],
  ['DNS:"broken', []],
  ['DNS:"a\\x41.example", DNS:b.example', []],
  ['', []],
])('the alternative names %j stand for %j', (text, identities) => {
  expect(sipIdentities(text)).toEqual(identities);
});
