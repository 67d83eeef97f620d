import { expect, test } from 'vitest';
import { formatChallenge, type DigestChallenge } from '../../src/wire/authentication/digest-challenge.ts';
import { credentialsMatch, parseCredentials } from '../../src/wire/authentication/digest-credentials.ts';
import { digestSecret } from '../../src/wire/authentication/digest-response.ts';
import type { SipRequest } from '../../src/wire/grammar/sip-message.ts';
import { eventually } from './support/eventually.ts';
import { text } from './support/link-bench.ts';
import { answerWith, forMethod, useLinkFixture } from './support/link-fixture.ts';
import { acceptAll, type Script } from './support/scripted-sip-server.ts';

const link = useLinkFixture();

const challenge = (hash: 'SHA-256' | 'MD5', nonce: string, stale = false): DigestChallenge => ({
  realm: 'example.org',
  nonce,
  opaque: 'o',
  stale,
  algorithm: { hash, session: false },
  qop: 'auth',
});
/** Whether the request carries the right answer to this challenge. */
const isAuthentic = (request: SipRequest, header: string, { algorithm, realm, nonce }: DigestChallenge): boolean => {
  const credentials = parseCredentials(request.headers.first(header) ?? '');
  const secret = digestSecret(algorithm.hash, 'bob', realm, 'secret');
  return (
    credentials !== null &&
    credentials.nonce === nonce &&
    credentials.algorithm.hash === algorithm.hash &&
    credentials.uri === request.requestUri &&
    credentials.qop !== null &&
    credentialsMatch(credentials, secret, request.method)
  );
};
const demand =
  (challenges: readonly DigestChallenge[], answered: DigestChallenge): Script =>
  (request, connection) => {
    if (isAuthentic(request, 'Authorization', answered)) acceptAll(request, connection);
    else
      connection.answer(request, {
        statusCode: 401,
        reason: 'Unauthorized',
        headers: challenges.map((one) => ({ name: 'WWW-Authenticate', value: formatChallenge(one) })),
      });
  };

test.each(['SHA-256', 'MD5'] as const)('a %s challenge is answered', async (hash) => {
  link.server.script = demand([challenge(hash, 'n1')], challenge(hash, 'n1'));
  await link.register();
  expect(link.server.requests('REGISTER')).toHaveLength(2);
});

test('offered both, it answers SHA-256 only', async () => {
  const offered = [challenge('MD5', 'n-md5'), challenge('SHA-256', 'n-sha')];
  link.server.script = demand(offered, offered[1]!);
  await link.register();
  expect(link.server.requests('REGISTER')[1]!.headers.first('Authorization')).not.toContain('n-md5');
});

test('later requests carry the credentials from the start, with the next count', async () => {
  link.server.script = demand([challenge('SHA-256', 'n1')], challenge('SHA-256', 'n1'));
  await link.register();
  expect(await link.bench.link.send(text('hi'))).toEqual({ kind: 'accepted', sipStatus: 200 });
  const [sent, ...more] = link.server.requests('MESSAGE');
  expect(more).toEqual([]);
  expect(parseCredentials(sent!.headers.first('Authorization')!)?.qop?.nonceCount).toBe('00000002');
});

test('a stale nonce is replaced once, without asking the owner', async () => {
  let current = challenge('SHA-256', 'n1');
  link.server.script = (request, connection) => {
    demand([{ ...current, stale: current.nonce !== 'n1' }], current)(request, connection);
  };
  await link.register();
  current = challenge('SHA-256', 'n2');
  expect(await link.bench.link.send(text('hi'))).toEqual({ kind: 'accepted', sipStatus: 200 });
  expect(link.server.requests('MESSAGE')).toHaveLength(2);
});

test('a proxy that challenges each MESSAGE gets its own answer', async () => {
  const proxy = challenge('MD5', 'p1');
  link.server.script = forMethod('MESSAGE', (request, connection) => {
    if (isAuthentic(request, 'Proxy-Authorization', proxy)) acceptAll(request, connection);
    else answerWith(407, [{ name: 'Proxy-Authenticate', value: formatChallenge(proxy) }])(request, connection);
  });
  await link.register();
  expect(await link.bench.link.send(text('hi'))).toEqual({ kind: 'accepted', sipStatus: 200 });
  const [first, second] = link.server.requests('MESSAGE');
  expect(second!.cseq.number).toBe(first!.cseq.number + 1);
  expect(second!.vias[0].parameters.get('branch')).not.toBe(first!.vias[0].parameters.get('branch'));
});

test('a wrong password is tried once, not over and over', async () => {
  const nonces = ['n1', 'n2', 'n3', 'n4'];
  link.server.script = (request, connection) => {
    answerWith(401, [
      { name: 'WWW-Authenticate', value: formatChallenge(challenge('SHA-256', nonces.shift() ?? 'n')) },
    ])(request, connection);
  };
  link.start();
  await eventually('it is told', () => link.bench.link.state.kind === 'unreachable');
  expect(link.bench.link.state).toMatchObject({ reason: 'login-refused' });
  expect(link.server.requests('REGISTER')).toHaveLength(2);
});

test('a challenge that it cannot answer is a refused login', async () => {
  link.server.script = answerWith(401, [
    { name: 'WWW-Authenticate', value: 'Digest realm="r", nonce="n", algorithm=SHA-999' },
  ]);
  link.start();
  await eventually('it is told', () => link.bench.link.state.kind === 'unreachable');
  expect(link.bench.link.state).toMatchObject({ reason: 'login-refused' });
});

test('a challenge uses up numbers: the refresh after it counts on from there', async () => {
  link.configure({ registerExpiresSeconds: 60 });
  link.server.script = demand([challenge('SHA-256', 'n1')], challenge('SHA-256', 'n1'));
  await link.register();
  await link.clock.run(54_000);
  await eventually('it is refreshed', () => link.bench.listener.registrations === 2);
  expect(link.server.requests('REGISTER').map(({ cseq }) => cseq.number)).toEqual([1, 2, 3]);
});

test('on a new flow the first request carries no credentials for an old nonce', async () => {
  link.server.script = demand([challenge('SHA-256', 'n1')], challenge('SHA-256', 'n1'));
  await link.register();
  link.server.connection.socket.destroy();
  await link.passUntil('it is back', () => link.bench.listener.registrations === 2);
  const first = link.server.connection.requests[0]!;
  expect(first.headers.first('Authorization')).toBeNull();
});
