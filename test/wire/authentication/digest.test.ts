import { expect, test } from 'vitest';
import { monotonicMs } from '../../../src/domain/time.ts';
import {
  formatChallenge,
  parseChallenges,
  strongestChallenge,
  type DigestChallenge,
} from '../../../src/wire/authentication/digest-challenge.ts';
import { credentialsMatch, parseCredentials } from '../../../src/wire/authentication/digest-credentials.ts';
import { answerChallenge, digestSecret } from '../../../src/wire/authentication/digest-response.ts';
import { NonceRegister } from '../../../src/wire/authentication/nonce-register.ts';

// RFC 7616 §3.9.1: one request, both algorithms.
const rfc7616 = {
  username: 'Mufasa',
  password: 'Circle of Life',
  method: 'GET',
  uri: '/dir/index.html',
  nonceCount: 1,
  clientNonce: 'f2/wE4q74E6zIJEtWaHKaf5wv/H5QzzpXusqGemxURZJ',
};
const challengeOf = (algorithm: string): DigestChallenge => {
  const header = `Digest realm="http-auth@example.org", qop="auth, auth-int", algorithm=${algorithm}, nonce="7ypf/xlj9XXwfDPEoM4URrv/xwf94BcCAzFZH4GiTo0v", opaque="FQhe/qaU925kfnzjCev0ciny7QMkPqMAFRtzCUYo5tdS"`;
  const challenge = strongestChallenge(parseChallenges([header]));
  if (challenge === null) throw new Error('the challenge was not understood');
  return challenge;
};

test.each([
  ['SHA-256', '753927fa0e85d155564e2e272a28d1802ca10daf4496794697cf8db5856cb6c1'],
  ['MD5', '8ca523f5e9506fed4657c9700eebdbec'],
])('the %s example of RFC 7616 §3.9.1 comes out as printed', (algorithm, response) => {
  const answer = answerChallenge({ ...rfc7616, challenge: challengeOf(algorithm) });
  expect(parseCredentials(answer)).toEqual({
    username: 'Mufasa',
    realm: 'http-auth@example.org',
    nonce: '7ypf/xlj9XXwfDPEoM4URrv/xwf94BcCAzFZH4GiTo0v',
    uri: '/dir/index.html',
    response,
    algorithm: { hash: algorithm, session: false },
    opaque: 'FQhe/qaU925kfnzjCev0ciny7QMkPqMAFRtzCUYo5tdS',
    qop: { nonceCount: '00000001', clientNonce: rfc7616.clientNonce },
  });
});

test('the example of RFC 2617 §3.5, and without qop the form of RFC 2069', () => {
  const input = {
    username: 'Mufasa',
    password: 'Circle Of Life',
    method: 'GET',
    uri: '/dir/index.html',
    nonceCount: 1,
  };
  const header = 'Digest realm="testrealm@host.com", nonce="dcd98b7102dd2f0e8b11d0f600bfb0c093"';
  const [withQop, without] = parseChallenges([`${header}, qop="auth"`, header]);
  expect(answerChallenge({ ...input, clientNonce: '0a4f113b', challenge: withQop! })).toContain(
    'response="6629fae49393a05397450978507c4ef1"',
  );
  expect(answerChallenge({ ...input, clientNonce: '0a4f113b', challenge: without! })).toContain(
    'response="670fd8c2df070c60b045671b8b24ff02"',
  );
});

test.each(['SHA-512-256', 'SHA-256', 'MD5', 'SHA-256-sess', 'MD5-sess'])(
  'what %s answers, its verifier accepts',
  (name) => {
    const challenge = challengeOf(name);
    const credentials = parseCredentials(answerChallenge({ ...rfc7616, challenge }))!;
    const secret = digestSecret(challenge.algorithm.hash, 'Mufasa', challenge.realm, 'Circle of Life');
    expect(credentialsMatch(credentials, secret, 'GET')).toBe(true);
    expect(credentialsMatch(credentials, secret, 'POST')).toBe(false);
    expect(credentialsMatch({ ...credentials, uri: '/other' }, secret, 'GET')).toBe(false);
    expect(credentialsMatch({ ...credentials, response: '00' }, secret, 'GET')).toBe(false);
    const wrong = digestSecret(challenge.algorithm.hash, 'Mufasa', challenge.realm, 'circle of life');
    expect(credentialsMatch(credentials, wrong, 'GET')).toBe(false);
  },
);

test('of several challenges the strongest is taken, and MD5 only when nothing else is offered', () => {
  const headers = ['MD5', 'SHA-256', 'SHA-999'].map((name) => `Digest realm="r", nonce="${name}", algorithm=${name}`);
  expect(strongestChallenge(parseChallenges(headers))?.nonce).toBe('SHA-256');
  expect(strongestChallenge(parseChallenges(headers.slice(0, 1)))?.nonce).toBe('MD5');
  expect(strongestChallenge(parseChallenges(headers.slice(2)))).toBeNull();
});

test.each([
  ['another scheme', 'Basic realm="r"'],
  ['no nonce', 'Digest realm="r"'],
  ['no realm', 'Digest nonce="n"'],
  ['only auth-int', 'Digest realm="r", nonce="n", qop="auth-int"'],
  ['a parameter given twice', 'Digest realm="r", nonce="n", nonce="m"'],
  ['an open quote', 'Digest realm="r, nonce="n"'],
  ['nothing at all', 'Digest '],
])('a challenge with %s is passed over', (_, header) => {
  expect(parseChallenges([header])).toEqual([]);
});

test('a challenge survives being written and read, quotes in the realm included', () => {
  const challenge: DigestChallenge = {
    realm: 'the "relay" \\ one',
    nonce: 'abc',
    opaque: 'o',
    stale: true,
    algorithm: { hash: 'SHA-256', session: false },
    qop: 'auth',
  };
  expect(parseChallenges([formatChallenge(challenge)])).toEqual([challenge]);
});

test('a challenge names only what there is to say', () => {
  const algorithm = { hash: 'MD5', session: false } as const;
  const challenge: DigestChallenge = { realm: 'r', nonce: 'n', opaque: null, stale: false, algorithm, qop: null };
  expect(formatChallenge(challenge)).toBe('Digest realm="r", nonce="n", algorithm=MD5');
});

test('a nonce takes each count once, and is stale after its life or when it was never ours', () => {
  const register = new NonceRegister({ lifetimeMs: 1_000, capacity: 2 });
  const nonce = register.issue(new Uint8Array(16).fill(1), monotonicMs(0));
  expect(register.use(nonce, '00000001', monotonicMs(0))).toBe('fresh');
  expect(register.use(nonce, '00000001', monotonicMs(1))).toBe('replayed');
  expect(register.use(nonce, '0000000a', monotonicMs(2))).toBe('fresh');
  expect(register.use(nonce, '00000002', monotonicMs(3))).toBe('replayed');
  expect(register.use(nonce, '0000000b', monotonicMs(1_000))).toBe('stale');
  expect(register.use('other', '00000001', monotonicMs(0))).toBe('stale');
});

test('a full register forgets the oldest nonce, whose owner is asked again', () => {
  const register = new NonceRegister({ lifetimeMs: 1_000, capacity: 2 });
  const nonces = [1, 2, 3].map((fill) => register.issue(new Uint8Array(16).fill(fill), monotonicMs(0)));
  expect(nonces.map((nonce) => register.use(nonce, '00000001', monotonicMs(1)))).toEqual(['stale', 'fresh', 'fresh']);
});
