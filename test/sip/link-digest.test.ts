import { describe, expect, test } from 'vitest';
import type { SipMessageLinkConfig } from '../../src/sip/sip-message-link.ts';
import { formatChallenge, type DigestChallenge } from '../../src/wire/authentication/digest-challenge.ts';
import { credentialsMatch, parseCredentials } from '../../src/wire/authentication/digest-credentials.ts';
import { digestSecret } from '../../src/wire/authentication/digest-response.ts';
import type { SipRequest } from '../../src/wire/grammar/sip-message.ts';
import { eventually } from './support/eventually.ts';
import { BOB, makeLink, text } from './support/link-bench.ts';
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

test('no request carries credentials that was not challenged itself', async () => {
  link.server.script = forMethod('REGISTER', demand([challenge('SHA-256', 'n1')], challenge('SHA-256', 'n1')));
  await link.register();
  await link.bench.link.send(text('hi'));
  await link.bench.link.send(text('again', 'id-2'));
  link.bench.link.reconnectNow();
  await eventually('the server was asked for a sign of life', () => link.server.connection.pings > 0);
  for (const { method, headers } of link.server.connection.requests.slice(2)) {
    expect([method, headers.first('Authorization'), headers.first('Proxy-Authorization')]).toEqual([
      method,
      null,
      null,
    ]);
  }
});

test('where each MESSAGE is challenged it costs one round trip, and each nonce is used once', async () => {
  const nonces: string[] = [];
  link.server.script = forMethod('MESSAGE', (request, connection) => {
    const given = parseCredentials(request.headers.first('Proxy-Authorization') ?? '');
    if (given !== null && given.nonce === nonces.at(-1)) acceptAll(request, connection);
    else {
      nonces.push(`n${nonces.length + 1}`);
      const value = formatChallenge(challenge('SHA-256', nonces.at(-1)!));
      answerWith(407, [{ name: 'Proxy-Authenticate', value }])(request, connection);
    }
  });
  await link.register();
  await link.bench.link.send(text('one', 'id-1'));
  await link.bench.link.send(text('two', 'id-2'));
  const given = link.server.requests('MESSAGE').map(({ headers }) => headers.first('Proxy-Authorization'));
  expect(given.map((value) => value !== null)).toEqual([false, true, false, true]);
  expect(given.flatMap((value) => parseCredentials(value ?? '')?.nonce ?? [])).toEqual(['n1', 'n2']);
});

test('credentials of one request name its method and URI and none of another', async () => {
  link.server.script = forMethod('MESSAGE', (request, connection) => {
    const proxy = challenge('SHA-256', 'p1');
    if (isAuthentic(request, 'Proxy-Authorization', proxy)) acceptAll(request, connection);
    else answerWith(407, [{ name: 'Proxy-Authenticate', value: formatChallenge(proxy) }])(request, connection);
  });
  await link.register();
  expect(await link.bench.link.send(text('hi'))).toEqual({ kind: 'accepted', sipStatus: 200 });
  expect(await link.bench.link.send(text('same nonce again', 'id-2'))).toEqual({ kind: 'accepted', sipStatus: 200 });
  const counts = link.server
    .requests('MESSAGE')
    .flatMap(({ headers }) => parseCredentials(headers.first('Proxy-Authorization') ?? '')?.qop?.nonceCount ?? []);
  expect(counts).toEqual(['00000001', '00000002']);
});

test('registrar and proxy may both challenge one request', async () => {
  const [proxy, registrar] = [challenge('SHA-256', 'p'), challenge('SHA-256', 'r')];
  link.server.script = (request, connection) => {
    if (!isAuthentic(request, 'Proxy-Authorization', proxy))
      answerWith(407, [{ name: 'Proxy-Authenticate', value: formatChallenge(proxy) }])(request, connection);
    else demand([registrar], registrar)(request, connection);
  };
  await link.register();
  expect(link.server.requests('REGISTER')).toHaveLength(3);
});

describe('the realm', () => {
  const inRealm = (realm: string, hash: 'SHA-256' | 'MD5' = 'SHA-256'): DigestChallenge => ({
    ...challenge(hash, 'f'),
    realm,
  });
  const asking = (status: 401 | 407, ...challenges: readonly DigestChallenge[]): Script => {
    const name = status === 401 ? 'WWW-Authenticate' : 'Proxy-Authenticate';
    return answerWith(
      status,
      challenges.map((one) => ({ name, value: formatChallenge(one) })),
    );
  };
  const credentials = (method: string): readonly string[] =>
    link.server
      .requests(method)
      .flatMap(({ headers }) => [...headers.all('Authorization'), ...headers.all('Proxy-Authorization')]);

  test.each([
    [401, 'peer-cannot-take-it'],
    [407, 'server-fault'],
  ] as const)(
    'of another server gets no answer by %i to a MESSAGE, and is not called a refused login',
    async (status, reason) => {
      link.server.script = (request, connection) => {
        const registrar = challenge('SHA-256', 'n1');
        (request.method === 'REGISTER' ? demand([registrar], registrar) : asking(status, inRealm('elsewhere')))(
          request,
          connection,
        );
      };
      await link.register();
      expect(await link.bench.link.send(text('hi'))).toMatchObject({ kind: 'unanswered', sipStatus: status, reason });
      expect(credentials('MESSAGE')).toEqual([]);
    },
  );

  test('is bound by the first login, whatever the server calls it, also after a restart', async () => {
    const [ours, other] = [inRealm('The Office'), inRealm('example.org')];
    link.server.script = demand([ours], ours);
    await link.register();
    await link.bench.link.stop();
    const { settings } = link.bench;
    link.server.script = demand([other], other);
    link.bench = makeLink({ clock: link.clock, caPem: link.caPem, port: link.server.port, settings });
    link.start();
    await eventually('it is told', () => link.bench.link.state.kind === 'unreachable');
    expect(link.bench.link.state).toMatchObject({ reason: 'server-fault' });
    expect(link.server.connection.requests.map(({ headers }) => headers.first('Authorization'))).toEqual([null]);
    expect(link.bench.log.lines.join()).toContain('LOGIN_FOREIGN_REALM');
  });

  test('of the configuration counts from the first login on', async () => {
    link.configure({ account: { address: BOB, username: 'bob', password: 'secret', realm: 'The Office' } });
    link.server.script = asking(401, inRealm('example.org'));
    link.start();
    await eventually('it is told', () => link.bench.link.state.kind === 'unreachable');
    expect(link.bench.link.state).toMatchObject({ reason: 'server-fault' });
    expect(credentials('REGISTER')).toEqual([]);
  });

  test('of a challenge to a MESSAGE must be the domain while no login has bound another', async () => {
    link.server.script = forMethod('MESSAGE', asking(407, inRealm('elsewhere')));
    await link.register();
    await link.bench.link.send(text('hi'));
    expect(credentials('MESSAGE')).toEqual([]);
  });

  test('of another account is not the one that was bound', async () => {
    const ours = inRealm('The Office');
    link.server.script = demand([ours], ours);
    await link.register();
    await link.bench.link.stop();
    const { settings } = link.bench;
    const account = { address: BOB, username: 'robert', password: 'secret' };
    link.bench = makeLink({ clock: link.clock, caPem: link.caPem, port: link.server.port, settings, account });
    link.server.script = asking(401, inRealm('example.org'));
    link.start();
    await eventually('it is told', () => link.bench.link.state.kind === 'unreachable');
    expect(credentials('REGISTER').at(-1)).toContain('username="robert"');
  });
});

describe('MD5', () => {
  const both = [challenge('MD5', 'n-md5'), challenge('SHA-256', 'n-sha')];
  const md5 = challenge('MD5', 'n-md5');
  const again = async (config: Partial<SipMessageLinkConfig> = {}): Promise<void> => {
    await link.bench.link.stop();
    const { settings } = link.bench;
    link.bench = makeLink({ clock: link.clock, caPem: link.caPem, port: link.server.port, settings, ...config });
    link.server.script = demand([md5], md5);
    link.start();
    await eventually('it is told', () => ['registered', 'unreachable'].includes(link.bench.link.state.kind));
  };

  test('is not answered once the server has offered better, also after a restart', async () => {
    link.server.script = demand(both, both[1]!);
    await link.register();
    await again();
    expect(link.bench.link.state).toMatchObject({ kind: 'unreachable', reason: 'server-fault' });
    expect(link.bench.log.lines.join()).toContain('LOGIN_WEAKER_THAN_BEFORE');
  });

  test('is answered again when the operator says so', async () => {
    link.server.script = demand(both, both[1]!);
    await link.register();
    await again({ account: { address: BOB, username: 'bob', password: 'secret', allowsMd5: true } });
    expect(link.bench.link.state.kind).toBe('registered');
  });

  test('is not answered to a MESSAGE after better on the same connection, even when the operator allows it', async () => {
    link.configure({ account: { address: BOB, username: 'bob', password: 'secret', allowsMd5: true } });
    link.server.script = (request, connection) => {
      if (request.method === 'REGISTER') demand(both, both[1]!)(request, connection);
      else answerWith(407, [{ name: 'Proxy-Authenticate', value: formatChallenge(md5) }])(request, connection);
    };
    await link.register();
    expect(await link.bench.link.send(text('hi'))).toMatchObject({ sipStatus: 407, reason: 'server-fault' });
    expect(link.server.requests('MESSAGE')).toHaveLength(1);
  });

  test('goes on with a server that never offered better', async () => {
    link.server.script = demand([md5], md5);
    await link.register();
    await again();
    expect(link.bench.link.state.kind).toBe('registered');
  });

  test('a stranger who offers better in the answer to a MESSAGE does not turn it off', async () => {
    link.server.script = (request, connection) => {
      if (request.method === 'REGISTER') demand([md5], md5)(request, connection);
      else answerWith(401, [{ name: 'WWW-Authenticate', value: formatChallenge(both[1]!) }])(request, connection);
    };
    await link.register();
    await link.bench.link.send(text('hi'));
    await again();
    expect(link.bench.link.state.kind).toBe('registered');
  });
});

test.each([
  [1, { kind: 'accepted', sipStatus: 200 }],
  [2, { kind: 'unanswered', sipStatus: 401, reason: 'server-fault', retryAfterMs: null }],
])('a nonce that is called stale %i times is replaced once, without asking the owner', async (times, outcome) => {
  link.server.script = forMethod('MESSAGE', (request, connection) => {
    const seen = link.server.requests('MESSAGE').length;
    const asked = challenge('SHA-256', `n${seen}`, seen > 1);
    if (seen <= 1 + times) demand([asked], challenge('SHA-256', 'none'))(request, connection);
    else acceptAll(request, connection);
  });
  await link.register();
  expect(await link.bench.link.send(text('hi'))).toEqual(outcome);
  expect(link.server.requests('MESSAGE')).toHaveLength(3);
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

test.each([
  'Digest realm="example.org", nonce="n", algorithm=SHA-999, qop="auth"',
  'Digest realm="example.org", nonce="n", algorithm=SHA-256, qop="auth-int"',
  'Digest realm="example.org", nonce="n", algorithm=SHA-256',
  'Bearer realm="example.org"',
  'nonsense',
])('the challenge %s cannot be answered, which is the server’s fault and no refused login', async (value) => {
  link.server.script = answerWith(401, [{ name: 'WWW-Authenticate', value }]);
  link.start();
  await eventually('it is told', () => link.bench.link.state.kind === 'unreachable');
  expect(link.bench.link.state).toMatchObject({ reason: 'server-fault' });
  expect(link.server.requests('REGISTER')).toHaveLength(1);
});

test('a refresh is challenged anew, and its numbers count on', async () => {
  link.configure({ registerExpiresSeconds: 60 });
  link.server.script = demand([challenge('SHA-256', 'n1')], challenge('SHA-256', 'n1'));
  await link.register();
  await link.clock.run(54_000);
  await eventually('it is refreshed', () => link.bench.listener.registrations === 2);
  expect(link.server.requests('REGISTER').map(({ cseq }) => cseq.number)).toEqual([1, 2, 3, 4]);
});

test('on a new flow the first request carries no credentials for an old nonce', async () => {
  link.server.script = demand([challenge('SHA-256', 'n1')], challenge('SHA-256', 'n1'));
  await link.register();
  link.server.connection.socket.destroy();
  await link.passUntil('it is back', () => link.bench.listener.registrations === 2);
  const [first, second] = link.server.connection.requests;
  expect(first?.headers.first('Authorization')).toBeNull();
  // Its uses are counted anew: the server knows nothing of the old connection.
  expect(parseCredentials(second?.headers.first('Authorization') ?? '')?.qop?.nonceCount).toBe('00000001');
});
